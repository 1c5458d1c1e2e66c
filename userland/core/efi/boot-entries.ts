import { SomaError } from "../../lib/errors.ts";
import type { Guid } from "../gpt/guid.ts";
import { formatLoadOption, type LoadOption, parseLoadOption } from "./load-option.ts";

/** The boot entries of a machine, as its variables hold them. */
export interface BootEntries {
	/** The bytes of each `Boot####`, by its number. */
	readonly options: ReadonlyMap<number, Uint8Array>;
	/** `BootOrder`: numbers, the first one is tried first. */
	readonly order: readonly number[];
}

/** What becomes of the variables: first the entry, then the order, then what went out of use. */
export interface BootEntryChange {
	readonly number: number;
	readonly option: Uint8Array;
	readonly order: readonly number[];
	/** Entries of former installations to the same disk. */
	readonly removed: readonly number[];
}

/** What our entries are called, and the program that they start. */
export const entryDescription = "Soma OS";
export const selectorFile = "\\EFI\\soma\\selector.efi";

const greatestNumber = 0xffff;

/**
 * Puts an entry for our selector in front of all others. An older one of ours for the same disk
 * goes, and all others stay with their order.
 * @param formerPartitions the EFI system partitions that the disk had before
 */
export function planBootEntry(
	entries: BootEntries,
	drive: LoadOption["drive"],
	formerPartitions: readonly Guid[],
): BootEntryChange {
	const option = formatLoadOption({ description: entryDescription, drive, file: selectorFile });
	const gone = new Set([...formerPartitions, drive.partitionGuid]);
	const replaced = [...entries.options]
		.filter(([, bytes]) => {
			const parsed = parseLoadOption(bytes);
			const isOurs = parsed?.description === entryDescription;
			return isOurs && parsed.partitionGuid !== undefined && gone.has(parsed.partitionGuid);
		})
		.map(([number]) => number)
		.sort((left, right) => left - right);
	const number = replaced[0] ?? freeNumber(entries, []);
	const others = entries.order.filter((entry) => entry !== number && !replaced.includes(entry));
	return { number, option, order: [number, ...others], removed: replaced.slice(1) };
}

/** `Boot0007`, the name of the variable. */
export function bootVariable(number: number): string {
	return `Boot${number.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The number in the name of such a variable, or undefined. */
export function numberOfBootVariable(name: string): number | undefined {
	const digits = /^Boot([0-9A-F]{4})$/.exec(name)?.[1];
	return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** A number that neither an entry has, nor the order or somebody else names. */
export function freeNumber(entries: BootEntries, taken: readonly number[]): number {
	for (let number = 0; number <= greatestNumber; number++) {
		const named = [...entries.order, ...taken];
		if (!entries.options.has(number) && !named.includes(number)) {
			return number;
		}
	}
	throw new SomaError({
		code: "boot-entries-full",
		message: "the firmware has no free number for a boot entry",
		hint: "delete boot entries in the firmware's setup",
	});
}
