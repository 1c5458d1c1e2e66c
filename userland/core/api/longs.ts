import Long from "long";

/** An unsigned 64-bit number as the messages of the API hold it; text has to be decimal digits. */
export function longFrom(value: number | bigint | string): Long {
	if (typeof value === "number") {
		return Long.fromNumber(Math.max(0, Math.round(value)), true);
	}
	const digits = String(value);
	return /^\d{1,20}$/.test(digits) ? Long.fromString(digits, true) : Long.UZERO;
}
