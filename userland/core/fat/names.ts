import { assert } from "../../lib/assert.ts";
import { concatBytes, viewOf } from "../../lib/bytes.ts";

/** What a directory entry says besides its name. */
export interface EntryFacts {
	readonly attributes: number;
	readonly firstCluster: number;
	readonly sizeBytes: number;
	/** Date and time as FAT has them, see {@link fatTime}. */
	readonly time: FatTime;
}

/** Two 16-bit numbers: days and two-second steps (specification of FAT, section 6.3). */
export interface FatTime {
	readonly date: number;
	readonly time: number;
}

export const fatAttributes = { volumeLabel: 0x08, directory: 0x10, archive: 0x20 } as const;
export const fatEntryBytes = 32;

const longNameAttribute = 0x0f;
const unitsPerLongEntry = 13;

/** The names that are ever written: what needs no code page. */
const allowedName = /^(?!\.)[\w.-]{1,63}(?<!\.)$/;

/** True for a name that {@link formatEntry} can write. */
export function isFatName(name: string): boolean {
	return allowedName.test(name);
}

/**
 * The entries of one name: a short one, and long ones in front of it unless the name is in capitals
 * and of the form 8.3.
 * @param taken the short names of the directory so far; the new one is added
 */
export function formatEntry(name: string, facts: EntryFacts, taken: Set<string>): Uint8Array {
	assert(isFatName(name), `not a name for FAT: ${name}`);
	const short = shortNameOf(name, taken);
	taken.add(short);
	const plain = `${short.slice(0, 8).trimEnd()}.${short.slice(8).trimEnd()}`.replace(/\.$/, "");
	const entry = formatShortEntry(short, facts);
	return plain === name ? entry : concatBytes([formatLongEntries(name, short), entry]);
}

/** The 32 bytes of a short entry. @param short exactly 11 characters, padded with spaces */
export function formatShortEntry(short: string, facts: EntryFacts): Uint8Array {
	assert(short.length === 11, `a short name has 11 characters: "${short}"`);
	const bytes = new Uint8Array(fatEntryBytes);
	const view = viewOf(bytes);
	bytes.set(new TextEncoder().encode(short));
	bytes[11] = facts.attributes;
	view.setUint16(14, facts.time.time, true);
	view.setUint16(16, facts.time.date, true);
	view.setUint16(18, facts.time.date, true);
	view.setUint16(20, facts.firstCluster >>> 16, true);
	view.setUint16(22, facts.time.time, true);
	view.setUint16(24, facts.time.date, true);
	view.setUint16(26, facts.firstCluster & 0xffff, true);
	view.setUint32(28, facts.sizeBytes, true);
	return bytes;
}

/** A time in seconds since 1970, UTC, as FAT has it: from 1980 on, every other second. */
export function fatTime(epochSeconds: number): FatTime {
	const days = Math.floor(epochSeconds / 86_400);
	const { year, month, day } = dateOfDays(days);
	if (year < 1980) {
		return { date: (1 << 5) | 1, time: 0 };
	}
	const seconds = epochSeconds - days * 86_400;
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	return {
		date: ((year - 1980) << 9) | (month << 5) | day,
		time: (hours << 11) | (minutes << 5) | Math.floor((seconds % 60) / 2),
	};
}

/** The Gregorian date of a number of days since 1970-01-01: years are counted from March on. */
function dateOfDays(days: number): { year: number; month: number; day: number } {
	const fromMarch = days + 719_468; // days since 0000-03-01
	const era = Math.floor(fromMarch / 146_097);
	const dayOfEra = fromMarch - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365,
	);
	const dayOfYear =
		dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
	return {
		year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
		month,
		day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
	};
}

function shortNameOf(name: string, taken: ReadonlySet<string>): string {
	const upper = name.toUpperCase();
	if (/^[A-Z0-9_-]{1,8}(?:\.[A-Z0-9_-]{1,3})?$/.test(upper)) {
		const [base = "", extension = ""] = upper.split(".");
		const short = base.padEnd(8) + extension.padEnd(3);
		assert(!taken.has(short), `two names of a directory differ in capitals only: ${name}`);
		return short;
	}
	const dot = upper.lastIndexOf(".");
	const base = (dot < 0 ? upper : upper.slice(0, dot)).replaceAll(".", "");
	const extension = (dot < 0 ? "" : upper.slice(dot + 1, dot + 4)).padEnd(3);
	for (let number = 1; number < 1000; number++) {
		const tail = `~${number}`;
		const short = (base.slice(0, 8 - tail.length) + tail).padEnd(8) + extension;
		if (!taken.has(short)) {
			return short;
		}
	}
	throw new Error(`too many names like ${name}`);
}

/** Long entries from the end of the name to its start, as they lie on the disk. */
function formatLongEntries(name: string, short: string): Uint8Array {
	const checksum = [...new TextEncoder().encode(short)].reduce(
		(sum, byte) => (((sum & 1) << 7) + (sum >>> 1) + byte) & 0xff,
		0,
	);
	const count = Math.ceil(name.length / unitsPerLongEntry);
	const entries = Array.from({ length: count }, (_, at) => {
		const bytes = new Uint8Array(fatEntryBytes);
		const view = viewOf(bytes);
		bytes[0] = (at + 1) | (at === count - 1 ? 0x40 : 0);
		bytes[11] = longNameAttribute;
		bytes[13] = checksum;
		for (let unit = 0; unit < unitsPerLongEntry; unit++) {
			const index = at * unitsPerLongEntry + unit;
			// One NUL ends the name, and the rest is filled with ones.
			const filler = index === name.length ? 0 : 0xffff;
			const code = index < name.length ? name.charCodeAt(index) : filler;
			view.setUint16(placeOfUnit(unit), code, true);
		}
		return bytes;
	});
	return concatBytes(entries.reverse());
}

function placeOfUnit(unit: number): number {
	if (unit < 5) {
		return 1 + unit * 2;
	}
	return unit < 11 ? 14 + (unit - 5) * 2 : 28 + (unit - 11) * 2;
}
