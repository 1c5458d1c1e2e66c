/** How many milliseconds the units of a length of time have. */
const unitsMs: Readonly<Record<string, number>> = {
	s: 1000,
	sec: 1000,
	min: 60_000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
};

/**
 * The time that a person means, in milliseconds since 1970, or undefined when the text is none: how
 * long ago (`15min`, `2h 30min`), `today`, `yesterday`, a time of today (`20:00`), a date with or
 * without a time (of this machine's time zone, unless the text names one), `@SECONDS` since 1970.
 */
export function parseTime(text: string, nowMs: number): number | undefined {
	const trimmed = text.trim();
	if (trimmed === "now") {
		return nowMs;
	}
	const midnight = new Date(nowMs);
	midnight.setHours(0, 0, 0, 0);
	if (trimmed === "today") {
		return midnight.getTime();
	}
	if (trimmed === "yesterday") {
		midnight.setDate(midnight.getDate() - 1);
		return midnight.getTime();
	}
	if (/^@\d{1,11}(\.\d+)?$/.test(trimmed)) {
		return Number(trimmed.slice(1)) * 1000;
	}
	return parseAgo(trimmed, nowMs) ?? parseDate(trimmed, nowMs);
}

function parseAgo(text: string, nowMs: number): number | undefined {
	const body = text.replace(/^-|\s*ago$/g, "");
	if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(body)) {
		return undefined;
	}
	let agoMs = 0;
	for (const [, count = "", unit = ""] of body.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
		agoMs += Number(count) * (Object.hasOwn(unitsMs, unit) ? (unitsMs[unit] ?? 0) : Number.NaN);
	}
	return Number.isNaN(agoMs) ? undefined : nowMs - agoMs;
}

function parseDate(text: string, nowMs: number): number | undefined {
	const [, day, clock = ""] = /^(\d{4}-\d\d-\d\d)?(?:^|$|[T ])(.*)$/.exec(text) ?? [];
	const time = parseClock(clock === "" && day !== undefined ? "00:00" : clock);
	if (time === undefined) {
		return undefined;
	}
	const { hour, minute, second, fraction, zone } = time;
	const date = day ?? dayOf(new Date(nowMs));
	const local = `${date}T${hour}:${minute}:${second}${fraction}${zone ?? ""}`;
	const result = new Date(local).getTime();
	// What does not exist (February 30th) comes out as another day.
	const isReal = zone !== undefined || dayOf(new Date(result)) === date;
	return Number.isNaN(result) || !isReal ? undefined : result;
}

function parseClock(text: string) {
	const pattern = /^(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
	const match = pattern.exec(text);
	const [, hour, minute, second = "00", fraction = "", zone] = match ?? [];
	return match === null ? undefined : { hour, minute, second, fraction, zone };
}

function dayOf(date: Date): string {
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A time as logs show it: `Nov 24 20:15:00`, in the time zone of this machine. */
export function formatLogTime(timeMs: number): string {
	const date = new Date(timeMs);
	const day = `${months[date.getMonth()]} ${two(date.getDate())}`;
	return `${day} ${formatClock(timeMs)}`;
}

/** The time of day, in the time zone of this machine: `20:15:00`. */
export function formatClock(timeMs: number): string {
	const date = new Date(timeMs);
	return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function two(value: number): string {
	return String(value).padStart(2, "0");
}
