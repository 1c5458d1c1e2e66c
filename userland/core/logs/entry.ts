import { printable } from "../../lib/text-columns.ts";
import { formatLogTime } from "../../lib/times.ts";

/** An entry of a journal. */
export interface LogLine {
	/** Microseconds since 1970. */
	readonly timeMicroseconds: number;
	/** Empty for messages of the kernel. */
	readonly unit: string;
	readonly identifier: string;
	readonly pid: number;
	/** As in syslog(3): 0 is the worst, 7 the least. */
	readonly priority: number;
	readonly message: string;
}

/** How an entry looks. */
export interface LogForm {
	/** As journalctl has it, the same with an exact time in UTC, or the text only. */
	readonly kind: "short" | "iso" | "cat";
	/** Colours of a terminal by severity. */
	readonly colours: boolean;
	/** What stands where journalctl has the host; nothing when undefined. */
	readonly host: string | undefined;
	/** The time of day in ISO 8601 of an entry; the form `iso` has it. */
	readonly isoTime: (timeMicroseconds: number) => string;
}

/**
 * An entry as lines of text, without the last newline. What is no printed character is made
 * visible; the further lines of a message stand below its first one.
 */
export function formatLogLine(entry: LogLine, form: LogForm): string {
	const lines = entry.message.split(/\r?\n/).map(printable);
	if (form.kind === "cat") {
		return colour(lines.join("\n"), entry.priority, form.colours);
	}
	const time =
		form.kind === "iso"
			? form.isoTime(entry.timeMicroseconds)
			: formatLogTime(entry.timeMicroseconds / 1000);
	const who = `${printable(sourceOf(entry))}${entry.pid > 0 ? `[${entry.pid}]` : ""}`;
	const head = [time, ...(form.host === undefined ? [] : [form.host]), `${who}: `].join(" ");
	const body = lines.join(`\n${" ".repeat(head.length)}`);
	return head + colour(body, entry.priority, form.colours);
}

/** Who wrote an entry: the name that the program gave itself, or else its unit. */
export function sourceOf({ identifier, unit }: Pick<LogLine, "identifier" | "unit">): string {
	return identifier || unit.replace(/\.service$/, "") || "kernel";
}

/** As journalctl colours: errors red, warnings yellow, notices bold. */
function colour(text: string, priority: number, colours: boolean): string {
	if (!colours || priority > 5) {
		return text;
	}
	const warning = priority === 4 ? "1;33" : "1";
	const styles = priority <= 3 ? "1;31" : warning;
	return `\u001b[${styles}m${text}\u001b[0m`;
}
