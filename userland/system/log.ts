import { writeSync } from "node:fs";

/** The severities that we use, as in syslog(3). */
const levels = { error: 3, warning: 4, notice: 5, info: 6 } as const;

export type LogLevel = keyof typeof levels;

/**
 * One line to standard error. Under the journal it starts with `<N>`, from which systemd takes the
 * severity (sd-daemon(3)); on a terminal it is the bare text.
 */
export function log(level: LogLevel, message: string): void {
	const prefix = process.env["JOURNAL_STREAM"] === undefined ? "" : `<${levels[level]}>`;
	writeSync(2, `${prefix}${message.replaceAll("\n", " ")}\n`);
}
