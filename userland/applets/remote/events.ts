import Long from "long";
import type { soma } from "../../core/api/generated/soma.js";
import { printable } from "../../lib/text-columns.ts";
import { formatLogTime } from "../../lib/times.ts";
import type { Work } from "../command.ts";
import { formatJsonLine } from "../context.ts";
import { openSession } from "./session.ts";
import type { eventsSpec } from "./specs.ts";
import { readStreams } from "./streams.ts";
import { numberOf, timeOf } from "./wire-numbers.ts";

/** Up to where the events of a node were seen. */
interface Seen {
	afterId: Long;
	bootId: string;
}

/** `soma events`. */
export const showEvents: Work<typeof eventsSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	const seen = new Map<string, Seen>();
	const isSingle = session.nodes.length === 1;
	const width = Math.max(...session.nodes.map(({ name }) => name.length));
	const start = { afterId: Long.fromNumber(flags.after ?? 0, true), bootId: "" };
	try {
		return await readStreams(
			context,
			session,
			{
				resumes: !flags["no-follow"] && flags.timeout === undefined,
				read: ({ name, client }) => {
					const request = { ...(seen.get(name) ?? start), noFollow: flags["no-follow"] };
					return client.stream("WatchEvents", request, session.settings);
				},
				show: ({ events, missed, bootId }, { name }) => {
					if (!missed.isZero()) {
						context.warn(`${name}: ${missed.toString()} earlier events are not kept any more`);
					}
					for (const event of events) {
						seen.set(name, { afterId: event.id ?? Long.UZERO, bootId });
						const node = isSingle ? {} : { node: name };
						const text = isSingle ? "" : `${name.padEnd(width)}  `;
						context.print(
							flags.json
								? formatJsonLine({ ...node, ...reportEvent(event, bootId) })
								: `${text}${formatEvent(event)}`,
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

/** An event on one line: `Nov 24 20:15:00  health    became ready`. */
export function formatEvent(event: soma.v1.Event.$Properties): string {
	const time = formatLogTime(numberOf(event.timeMicroseconds) / 1000);
	const kind = printable(event.kind ?? "").padEnd(8);
	const mark = event.warning === true ? "! " : "";
	return `${time}  ${kind}  ${mark}${printable(event.message ?? "")}`;
}

function reportEvent(event: soma.v1.Event.$Properties, bootId: string) {
	return {
		id: numberOf(event.id),
		time: timeOf(event.timeMicroseconds),
		kind: event.kind ?? "",
		warning: event.warning ?? false,
		message: event.message ?? "",
		facts: event.facts ?? {},
		bootId,
	};
}
