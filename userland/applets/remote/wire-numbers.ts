import type Long from "long";

/** An optional 64-bit number of a message; sizes and times are exact up to 2^53 (8 PiB). */
export function numberOf(value: Long | null | undefined): number {
	return value === null || value === undefined ? 0 : value.toNumber();
}

/** The same, null when it is absent. */
export function numberOrNull(value: Long | null | undefined): number | null {
	return value === null || value === undefined ? null : value.toNumber();
}

/** All 64 bits. */
export function bitsOf(value: Long | null | undefined): bigint {
	return value === null || value === undefined ? 0n : BigInt(value.toString());
}

/** A time of a message as ISO 8601 with microseconds; null for none. */
export function timeOf(microseconds: Long | null | undefined): string | null {
	const value = numberOf(microseconds);
	if (value === 0) {
		return null;
	}
	const fraction = String(value % 1_000_000).padStart(6, "0");
	return new Date(value / 1000).toISOString().replace(/\.\d+Z$/, `.${fraction}Z`);
}
