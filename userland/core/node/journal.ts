import { SomaError } from "../../lib/errors.ts";
import type { soma } from "../api/generated/soma.js";
import { longFrom } from "../api/longs.ts";

/** What is asked of the journal: a request of ReadLogs, checked. */
export interface LogQuery {
	readonly follow: boolean;
	readonly unit: string;
	/** 0 is this boot, -1 the last one. */
	readonly boot: number | undefined;
	/** Microseconds since 1970; 0 for no bound. */
	readonly sinceMicroseconds: number;
	readonly untilMicroseconds: number;
	/** 0 for all. */
	readonly lines: number;
	/** As the API counts it: 1 is the worst, 8 the least, 0 for all. */
	readonly priority: number;
	readonly afterCursor: string;
}

/** Fields that we read; the journal holds many more. */
const outputFields = [
	"MESSAGE",
	"PRIORITY",
	"SYSLOG_IDENTIFIER",
	"_COMM",
	"_PID",
	"SYSLOG_PID",
	"_SYSTEMD_UNIT",
	"UNIT",
	"_TRANSPORT",
	"SOMA_AUDIT_WHO",
	"SOMA_AUDIT_ROLE",
	"SOMA_AUDIT_FROM",
	"SOMA_AUDIT_METHOD",
	"SOMA_AUDIT_SUBJECT",
	"SOMA_AUDIT_OUTCOME",
];

const auditPrefix = "SOMA_AUDIT_";
const auditUnit = "soma-agent.service";
const greatestMessageLength = 48 * 1024;

/** The argument vector of journalctl(1) for a query; every part of it is checked here. */
export function journalArguments(query: LogQuery): readonly string[] {
	const { follow, unit, boot, lines, priority, afterCursor } = query;
	if (unit !== "" && !/^[A-Za-z0-9_.@:\\][A-Za-z0-9_.@:\\-]{0,254}$/.test(unit)) {
		throw invalid(`"${unit.slice(0, 60)}" is no name of a unit`);
	}
	if (afterCursor !== "" && !/^[a-z]=[0-9a-f]+(?:;[a-z]=[0-9a-f]+)*$/.test(afterCursor)) {
		throw invalid("after_cursor is no cursor of the journal");
	}
	if (boot !== undefined && (boot > 0 || boot < -10_000)) {
		throw invalid(`boot ${boot}: 0 is this boot, -1 the last one`);
	}
	if (priority < 0 || priority > 8) {
		throw invalid(`there is no priority ${priority}`);
	}
	if (follow && (query.untilMicroseconds !== 0 || (boot !== undefined && boot !== 0))) {
		throw invalid("follow cannot go with until or with another boot than this one");
	}
	return [
		"journalctl",
		"--output=json",
		`--output-fields=${outputFields.join(",")}`,
		"--all",
		"--quiet",
		"--no-pager",
		...(follow ? ["--follow"] : []),
		...(unit === "" ? [] : [`--unit=${unit}`]),
		...(boot === undefined ? [] : [`--boot=${boot}`]),
		...timeArgument("since", query.sinceMicroseconds),
		...timeArgument("until", query.untilMicroseconds),
		...linesArgument(lines, follow),
		...(priority === 0 ? [] : [`--priority=${priority - 1}`]),
		...(afterCursor === "" ? [] : [`--after-cursor=${afterCursor}`]),
	];
}

function timeArgument(name: string, microseconds: number): string[] {
	const seconds = Math.floor(microseconds / 1e6);
	const rest = String(microseconds % 1e6).padStart(6, "0");
	return microseconds === 0 ? [] : [`--${name}=@${seconds}.${rest}`];
}

/** A follower shows the last ten lines unless it is told otherwise. */
function linesArgument(lines: number, follow: boolean): string[] {
	if (lines > 0) {
		return [`--lines=${lines}`];
	}
	return follow ? ["--no-tail"] : [];
}

function invalid(message: string): SomaError {
	const hint = "docs/api.md says what the fields of ReadLogsRequest mean";
	return new SomaError({ code: "request-invalid", message, hint });
}

/** An entry of `journalctl --output=json`, or undefined when the line is none. */
export function parseJournalLine(line: string): soma.v1.LogEntry.$Properties | undefined {
	let fields: Record<string, unknown>;
	try {
		fields = JSON.parse(line) as Record<string, unknown>;
	} catch {
		return undefined;
	}
	if (typeof fields !== "object" || fields === null) {
		return undefined;
	}
	const text = (name: string): string => textOf(fields[name]);
	// Fields with an underscore are journald's own word; any program can write the others.
	const owner = text("_SYSTEMD_UNIT");
	const isPid1 = text("_PID") === "1";
	const audit = Object.keys(fields)
		.filter((name) => name.startsWith(auditPrefix) && owner === auditUnit)
		.map((name) => [name.slice(auditPrefix.length).toLowerCase(), text(name)]);
	return {
		timeMicroseconds: longFrom(text("__REALTIME_TIMESTAMP")),
		unit: (isPid1 ? text("UNIT") : "") || owner,
		identifier: text("SYSLOG_IDENTIFIER") || text("_COMM") || text("_TRANSPORT"),
		pid: numberOf(text("_PID") || text("SYSLOG_PID")),
		priority: /^[0-7]$/.test(text("PRIORITY")) ? Number(text("PRIORITY")) + 1 : 0,
		message: text("MESSAGE").slice(0, greatestMessageLength),
		cursor: text("__CURSOR"),
		bootId: text("_BOOT_ID"),
		audit: Object.fromEntries(audit) as Record<string, string>,
	};
}

/** A field is text, an array of bytes when it is no UTF-8, or an array of several values. */
function textOf(value: unknown): string {
	if (typeof value === "string") {
		return value;
	}
	if (!Array.isArray(value)) {
		return "";
	}
	return value.every((part) => Number.isInteger(part))
		? new TextDecoder().decode(Uint8Array.from(value as number[]))
		: textOf(value.at(-1));
}

function numberOf(text: string): number {
	return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
