import type { Guid } from "../gpt/guid.ts";
import { type BootEntries, freeNumber, selectorFile } from "./boot-entries.ts";
import {
	formatLoadOption,
	type HardDrive,
	type ParsedLoadOption,
	parseLoadOption,
} from "./load-option.ts";

/** The two copies of the selector: the first has an entry of its own, the second is by default. */
export type SelectorCopy = "first" | "second";

/** Which copy the firmware starts when nobody asks for another; without a trial it is as it was. */
export type Preference = SelectorCopy | "as-before";

/** What becomes of the variables: first the entries, then the order, then what goes. */
export interface TrialChange {
	readonly options: readonly { readonly number: number; readonly option: Uint8Array }[];
	readonly order: readonly number[];
	readonly removed: readonly number[];
}

/** Entries of a trial as they should be, and what it takes to get there. */
export interface TrialPlan {
	/** Undefined when everything is as it should be. */
	readonly change: TrialChange | undefined;
	/** The entry of the first copy that `BootNext` may name; undefined when there is none. */
	readonly trial: number | undefined;
}

const defaultFile = "\\EFI\\BOOT\\BOOTX64.EFI";
const trialDescription = "Soma OS trial";
const fallbackDescription = "Soma OS fallback";

/**
 * The entries for the trial of a selector. While the second copy is the one that is known to work,
 * an entry for it stands before every one that starts the first; `BootNext` goes to an entry that
 * is last in the order. While the second copy is being written, the first is in front of all.
 */
export function planTrialEntries(
	entries: BootEntries,
	drive: HardDrive,
	preference: Preference,
): TrialPlan {
	const { partitionGuid } = drive;
	const named = (description: string): number[] =>
		numbersOf(entries, (option) => isOurs(option, partitionGuid, description));
	const trials = named(trialDescription);
	const fallbacks = named(fallbackDescription);
	const ours = new Set([...trials, ...fallbacks]);
	const base = entries.order.filter((number) => !ours.has(number));
	const trial = trials[0] ?? freeNumber(entries, []);
	const fallback = fallbacks[0] ?? freeNumber(entries, [trial]);
	const starting = new Set(numbersOf(entries, (option) => startsFirst(option, partitionGuid)));
	const at = base.findIndex((number) => starting.has(number));
	const orders: Readonly<Record<Preference, readonly number[]>> = {
		first: [trial, ...base],
		second: [...(at < 0 ? base : base.toSpliced(at, 0, fallback)), trial],
		"as-before": base,
	};
	const order = orders[preference];
	const wanted = [
		{ number: trial, description: trialDescription, file: selectorFile },
		{ number: fallback, description: fallbackDescription, file: defaultFile },
	].filter(({ number }) => order.includes(number));
	const options = wanted
		.map(({ number, ...option }) => ({ number, option: formatLoadOption({ ...option, drive }) }))
		.filter(({ number, option }) => !isSame(option, entries.options.get(number)));
	const removed = [...ours].filter((number) => !order.includes(number));
	const isRight = options.length === 0 && removed.length === 0 && isSame(order, entries.order);
	return {
		change: isRight ? undefined : { options, order, removed },
		trial: preference === "as-before" ? trials[0] : trial,
	};
}

/**
 * The copy of the selector that an entry starts. An entry for a whole disk starts the default
 * program of its EFI system partition (UEFI 2.10 section 3.5.1.1).
 * @returns undefined when the firmware does not say, or started something else
 */
export function copyStartedBy(
	entries: BootEntries,
	number: number | undefined,
	partitionGuid: Guid,
): SelectorCopy | undefined {
	const bytes = number === undefined ? undefined : entries.options.get(number);
	const option = bytes === undefined ? undefined : parseLoadOption(bytes);
	if (option === undefined) {
		return undefined;
	}
	if (startsFirst(option, partitionGuid)) {
		return "first";
	}
	const isElsewhere = option.partitionGuid !== undefined && option.partitionGuid !== partitionGuid;
	const isDefault = option.file === undefined || isFile(option, defaultFile);
	return !isElsewhere && isDefault ? "second" : undefined;
}

function numbersOf(entries: BootEntries, wanted: (option: ParsedLoadOption) => boolean): number[] {
	return [...entries.options]
		.filter(([, bytes]) => {
			const option = parseLoadOption(bytes);
			return option !== undefined && wanted(option);
		})
		.map(([number]) => number)
		.sort((left, right) => left - right);
}

function isOurs(option: ParsedLoadOption, partitionGuid: Guid, description: string): boolean {
	return option.partitionGuid === partitionGuid && option.description === description;
}

function startsFirst(option: ParsedLoadOption, partitionGuid: Guid): boolean {
	return option.partitionGuid === partitionGuid && isFile(option, selectorFile);
}

/** Names of FAT have no case. */
function isFile({ file }: ParsedLoadOption, name: string): boolean {
	return file?.toLowerCase() === name.toLowerCase();
}

function isSame(left: ArrayLike<number>, right: ArrayLike<number> | undefined): boolean {
	return (
		right !== undefined &&
		left.length === right.length &&
		Array.from(left).every((value, at) => value === right[at])
	);
}
