import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLogTime } from "../../lib/times.ts";
import { formatLogLine, type LogForm, type LogLine } from "./entry.ts";

const timeMicroseconds = 1_700_000_000_123_456;
const entry: LogLine = {
	timeMicroseconds,
	unit: "soma-agent.service",
	identifier: "soma-agent",
	pid: 42,
	priority: 6,
	message: "ready",
};
const short: LogForm = {
	kind: "short",
	colours: false,
	host: "node-1",
	isoTime: (time) => `iso:${time}`,
};
const time = formatLogTime(timeMicroseconds / 1000);

test("an entry looks as journalctl has it", () => {
	expect(formatLogLine(entry, short)).toBe(`${time} node-1 soma-agent[42]: ready`);
	expect(formatLogLine({ ...entry, identifier: "", pid: 0 }, { ...short, host: undefined })).toBe(
		`${time} soma-agent: ready`,
	);
	expect(formatLogLine({ ...entry, identifier: "", unit: "", pid: 0 }, short)).toContain("kernel:");
});

test("an exact time, or the text only", () => {
	expect(formatLogLine(entry, { ...short, kind: "iso" })).toBe(
		`iso:${timeMicroseconds} node-1 soma-agent[42]: ready`,
	);
	expect(formatLogLine(entry, { ...short, kind: "cat" })).toBe("ready");
});

test("further lines of a message stand below its first one", () => {
	const [first = "", second] = formatLogLine({ ...entry, message: "a\nb" }, short).split("\n");
	expect(second).toBe(`${" ".repeat(first.length - 1)}b`);
});

test("colours go by severity, only where they are wanted", () => {
	const coloured = { ...short, kind: "cat", colours: true } as const;
	const shown = [3, 4, 5, 6].map((priority) => formatLogLine({ ...entry, priority }, coloured));
	expect(shown).toEqual([
		"\u001b[1;31mready\u001b[0m",
		"\u001b[1;33mready\u001b[0m",
		"\u001b[1mready\u001b[0m",
		"ready",
	]);
	expect(formatLogLine({ ...entry, priority: 0 }, { ...coloured, colours: false })).toBe("ready");
});

test("whatever an entry says, no control character reaches the terminal", () => {
	const any = fc.string({ unit: "binary" });
	fc.assert(
		fc.property(any, any, (message, identifier) => {
			const text = formatLogLine({ ...entry, message, identifier }, short);
			const controls = [...text].filter((character) => character !== "\n" && character < " ");
			expect(controls).toEqual([]);
		}),
	);
});
