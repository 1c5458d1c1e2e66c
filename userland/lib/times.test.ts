import { expect, test } from "vitest";
import { formatClock, formatLogTime, parseTime } from "./times.ts";

const now = new Date(2026, 10, 24, 20, 15, 0).getTime();
const local = (...parts: [number, number, number, number?, number?, number?]) =>
	new Date(parts[0], parts[1], parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0).getTime();

test.each([
	["now", now],
	["90s", now - 90_000],
	["15min", now - 900_000],
	["-2h", now - 7_200_000],
	["1h 30min", now - 5_400_000],
	["3d ago", now - 3 * 86_400_000],
	["today", local(2026, 10, 24)],
	["yesterday", local(2026, 10, 23)],
	["@1700000000", 1_700_000_000_000],
	["2026-11-23", local(2026, 10, 23)],
	["2026-11-23 07:05", local(2026, 10, 23, 7, 5)],
	["2026-11-23T07:05:09", local(2026, 10, 23, 7, 5, 9)],
	["2026-11-23T07:05:09Z", Date.UTC(2026, 10, 23, 7, 5, 9)],
	["2026-11-23T07:05:09.250+02:00", Date.UTC(2026, 10, 23, 5, 5, 9, 250)],
	["07:05", local(2026, 10, 24, 7, 5)],
])("%s is understood", (text, expected) => {
	expect(parseTime(text, now)).toBe(expected);
});

test.each(["", "soon", "5", "5 parsecs", "2026-13-01", "2026-02-30", "25:00", "2026-11", "@x"])(
	"%j is no time",
	(text) => {
		expect(parseTime(text, now)).toBeUndefined();
	},
);

test("times are shown in the time zone of this machine", () => {
	expect(formatLogTime(local(2026, 0, 2, 3, 4, 5))).toBe("Jan 02 03:04:05");
	expect(formatClock(now)).toBe("20:15:00");
});
