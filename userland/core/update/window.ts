import { weekdays } from "../config/node-config.ts";

/** A time of the week at which a node may restart into a release. */
export interface RestartWindow {
	readonly days: readonly (typeof weekdays)[number][];
	/** `HH:MM` in the time zone. */
	readonly start: string;
	readonly durationMinutes: number;
	/** A name of the IANA database. */
	readonly timezone: string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Whether the window is open at an instant, and when it opens or closes next. */
export function judgeWindow(
	window: RestartWindow,
	nowMs: number,
): { readonly open: boolean; readonly changesAtMs: number } {
	const openings = openingsAround(window, nowMs);
	const lengthMs = window.durationMinutes * minuteMs;
	const open = openings.filter((at) => at <= nowMs && nowMs < at + lengthMs);
	if (open.length > 0) {
		return { open: true, changesAtMs: Math.max(...open) + lengthMs };
	}
	return { open: false, changesAtMs: Math.min(...openings.filter((at) => at > nowMs)) };
}

/**
 * The instants at which the window opens, from more than a week ago to more than a week ahead. A
 * local time that summer time skips opens an hour later; one that comes twice opens the first time.
 */
function openingsAround(window: RestartWindow, nowMs: number): number[] {
	const [hours = 0, minutes = 0] = window.start.split(":").map(Number);
	const local = localMs(nowMs, window.timezone);
	const today = Math.floor(local / dayMs) * dayMs;
	const openings: number[] = [];
	for (let offset = -8; offset <= 8; offset++) {
		const day = today + offset * dayMs;
		const name = weekdays[(Math.floor(day / dayMs) + 3) % 7]; // 1970-01-01 was a Thursday
		if (name !== undefined && window.days.includes(name)) {
			openings.push(instantOf(day + (hours * 60 + minutes) * minuteMs, window.timezone));
		}
	}
	return openings;
}

/** The instant at which a clock in the time zone shows this, both as milliseconds of UTC. */
function instantOf(shownMs: number, timezone: string): number {
	const offsets = [shownMs - dayMs, shownMs + dayMs].map((near) => localMs(near, timezone) - near);
	const candidates = offsets
		.map((offset) => shownMs - offset)
		.filter((instant) => localMs(instant, timezone) === shownMs);
	// None in the hour that is skipped: with the offset of before, it is an hour later.
	return candidates.length > 0 ? Math.min(...candidates) : shownMs - (offsets[0] ?? 0);
}

/** What a clock in the time zone shows, as if it were UTC. */
function localMs(instantMs: number, timezone: string): number {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone: timezone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	}).formatToParts(instantMs);
	const value = (type: string): number =>
		Number(parts.find((part) => part.type === type)?.value ?? 0);
	const days = daysSince1970(value("year"), value("month"), value("day"));
	return days * dayMs + (value("hour") * 60 + value("minute")) * minuteMs + value("second") * 1000;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar; the year is counted from March. */
function daysSince1970(year: number, month: number, day: number): number {
	const shifted = month > 2 ? year : year - 1;
	const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
	const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
	return shifted * 365 + leapDays + dayOfYear - 719_468;
}
