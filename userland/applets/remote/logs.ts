import Long from "long";
import type { soma } from "../../core/api/generated/soma.js";
import { formatLogLine, type LogForm, type LogLine } from "../../core/logs/entry.ts";
import { usageError } from "../../lib/flags.ts";
import { parseTime } from "../../lib/times.ts";
import type { Work } from "../command.ts";
import { formatJsonLine } from "../context.ts";
import { openSession } from "./session.ts";
import { logPriorities, logsSpec } from "./specs.ts";
import { readStreams } from "./streams.ts";
import { numberOf, timeOf } from "./wire-numbers.ts";

const followedLines = 10;

/** `soma logs`. */
export const showLogs: Work<typeof logsSpec> = async (context, { flags }) => {
	const nowMs = Date.now();
	const request = {
		follow: flags.follow,
		unit: flags.unit ?? "",
		...(flags.boot === undefined ? {} : { boot: flags.boot }),
		sinceMicroseconds: microsecondsOf("since", flags.since, nowMs),
		untilMicroseconds: microsecondsOf("until", flags.until, nowMs),
		lines: flags.lines ?? (flags.follow && flags.since === undefined ? followedLines : 0),
		priority: flags.priority === undefined ? 0 : logPriorities.indexOf(priorityOf(flags)) + 1,
	};
	if (flags.follow && flags.until !== undefined) {
		throw usageError(logsSpec, `${logsSpec.name}: --follow has no end, and --until gives one`);
	}
	const session = openSession(context, flags);
	const cursors = new Map<string, string>();
	const names = session.nodes.map(({ name }) => name);
	const width = Math.max(...names.map((name) => name.length));
	const form: LogForm = {
		kind: formOf(flags.output),
		colours: process.stdout.isTTY && process.env["NO_COLOR"] === undefined,
		host: undefined,
		isoTime: (microseconds) => timeOf(Long.fromNumber(microseconds, true)) ?? "",
	};
	try {
		return await readStreams(
			context,
			session,
			{
				resumes: flags.follow && flags.timeout === undefined,
				read: ({ name, client }) => {
					const cursor = cursors.get(name);
					const again = cursor === undefined ? {} : { afterCursor: cursor, lines: 0 };
					return client.stream("ReadLogs", { ...request, ...again }, session.settings);
				},
				show: ({ entries }, { name }) => {
					for (const entry of entries) {
						cursors.set(name, entry.cursor ?? "");
						const node = names.length > 1 ? { node: name } : {};
						const host = names.length > 1 ? name.padEnd(width) : undefined;
						context.print(
							flags.json
								? formatJsonLine({ ...node, ...reportEntry(entry) })
								: formatLogLine(lineOf(entry), { ...form, host }),
						);
					}
				},
			},
			flags.json,
		);
	} finally {
		session.close();
	}
};

/** An entry as it came, for its text. */
export function lineOf(entry: soma.v1.LogEntry.$Properties): LogLine {
	const priority = entry.priority ?? 0;
	return {
		timeMicroseconds: numberOf(entry.timeMicroseconds),
		unit: entry.unit ?? "",
		identifier: entry.identifier ?? "",
		pid: entry.pid ?? 0,
		priority: priority === 0 ? 6 : priority - 1,
		message: entry.message ?? "",
	};
}

function reportEntry(entry: soma.v1.LogEntry.$Properties) {
	const { unit, identifier, pid, message, priority } = lineOf(entry);
	return {
		time: timeOf(entry.timeMicroseconds),
		unit,
		identifier,
		pid,
		priority: logPriorities[priority] ?? "info",
		message,
		bootId: entry.bootId ?? "",
		cursor: entry.cursor ?? "",
		...(Object.keys(entry.audit ?? {}).length === 0 ? {} : { audit: entry.audit }),
	};
}

function microsecondsOf(flag: string, text: string | undefined, nowMs: number): Long {
	if (text === undefined) {
		return Long.UZERO;
	}
	const timeMs = parseTime(text, nowMs);
	if (timeMs === undefined || timeMs < 0) {
		const says = `--${flag} is a time (\`15min\`, \`today\`, \`2026-11-24 20:00\`), not "${text}"`;
		throw usageError(logsSpec, `${logsSpec.name}: ${says}`);
	}
	return Long.fromNumber(Math.round(timeMs * 1000), true);
}

function priorityOf({ priority }: { readonly priority: string | undefined }) {
	return logPriorities.find((name) => name === priority) ?? "debug";
}

function formOf(output: string | undefined): LogForm["kind"] {
	return output === "iso" || output === "cat" ? output : "short";
}
