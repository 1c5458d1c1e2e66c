import fc from "fast-check";
import { expect, test } from "vitest";
import { weekdays } from "../config/node-config.ts";
import { judgeWindow, type RestartWindow } from "./window.ts";

const night: RestartWindow = {
	days: ["Sat"],
	start: "22:30",
	durationMinutes: 240,
	timezone: "Europe/Berlin",
};
const at = (text: string): number => Date.parse(text);

test.each([
	["before it opens", "2026-11-28T21:29:59Z", false],
	["when it opens", "2026-11-28T21:30:00Z", true],
	["after midnight", "2026-11-29T01:29:59Z", true],
	["when it closes", "2026-11-29T01:30:00Z", false],
	["on another day", "2026-11-27T22:00:00Z", false],
])("%s (%s) the window of Saturday night is open: %s", (_when, instant, open) => {
	expect(judgeWindow(night, at(instant)).open).toBe(open);
});

test("it says when it opens or closes next", () => {
	expect(judgeWindow(night, at("2026-11-28T21:00:00Z")).changesAtMs).toBe(
		at("2026-11-28T21:30:00Z"),
	);
	expect(judgeWindow(night, at("2026-11-28T22:00:00Z")).changesAtMs).toBe(
		at("2026-11-29T01:30:00Z"),
	);
	expect(judgeWindow(night, at("2026-11-29T02:00:00Z")).changesAtMs).toBe(
		at("2026-12-05T21:30:00Z"),
	);
});

const early: RestartWindow = {
	days: ["Sun"],
	start: "02:30",
	durationMinutes: 30,
	timezone: "Europe/Berlin",
};

test("a time that summer time skips opens an hour later", () => {
	// On 2026-03-29 clocks go from 02:00 to 03:00, which is 01:00 UTC.
	expect(judgeWindow(early, at("2026-03-29T01:29:59Z")).open).toBe(false);
	expect(judgeWindow(early, at("2026-03-29T01:30:00Z")).open).toBe(true);
	expect(judgeWindow(early, at("2026-03-29T02:00:00Z")).open).toBe(false);
});

test("a time that comes twice opens the first time only", () => {
	// On 2026-10-25 clocks go back from 03:00 to 02:00, which is 01:00 UTC.
	expect(judgeWindow(early, at("2026-10-25T00:30:00Z")).open).toBe(true);
	expect(judgeWindow(early, at("2026-10-25T01:30:00Z")).open).toBe(false);
});

test("the next change is in the future, within eight days, and is a change", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") }),
			fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
			fc.integer({ min: 0, max: 24 * 60 - 1 }),
			fc.integer({ min: 1, max: 23 * 60 }),
			fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
			(nowMs, days, minute, durationMinutes, timezone) => {
				const two = (value: number): string => String(value).padStart(2, "0");
				const start = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
				const window = { days, start, durationMinutes, timezone };
				const { open, changesAtMs } = judgeWindow(window, nowMs);
				expect(changesAtMs).toBeGreaterThan(nowMs);
				expect(changesAtMs - nowMs).toBeLessThanOrEqual(8 * 24 * 3600 * 1000);
				expect(judgeWindow(window, changesAtMs - 1).open).toBe(open);
				if (!open) {
					expect(judgeWindow(window, changesAtMs).open).toBe(true);
				}
			},
		),
	);
});
