import fc from "fast-check";
import { expect, test } from "vitest";
import { type BootEntries, selectorFile } from "./boot-entries.ts";
import { formatLoadOption, parseLoadOption } from "./load-option.ts";
import { copyStartedBy, planTrialEntries, type TrialPlan } from "./trial-entries.ts";

const drive = {
	partitionIndex: 1,
	firstLba: 2048,
	blocks: 655_360,
	partitionGuid: "01234567-89ab-cdef-0123-456789abcdef",
} as const;
const elsewhere = { ...drive, partitionGuid: "aaaaaaaa-89ab-cdef-0123-456789abcdef" };
const entry = (description: string, file: string, on: typeof elsewhere = drive): Uint8Array =>
	formatLoadOption({ description, file, drive: on });

const device = Uint8Array.of(1, 0, 0, 0, 4, 0, 0x48, 0, 0, 0, 0x7f, 0xff, 4, 0);
const ours = entry("Soma OS", selectorFile);
const byHand = entry("my own", "\\efi\\SOMA\\Selector.efi");
const foreign = entry("Debian", "\\EFI\\debian\\grubx64.efi", elsewhere);

const arbitraryEntries = fc
	.array(fc.constantFrom(device, ours, byHand, foreign), { maxLength: 5 })
	.chain((options) =>
		fc.shuffledSubarray(options.map((_, at) => 3 * at)).map(
			(order): BootEntries => ({
				options: new Map(options.map((option, at) => [3 * at, option])),
				order,
			}),
		),
	);

function apply(entries: BootEntries, { change }: TrialPlan): BootEntries {
	if (change === undefined) {
		return entries;
	}
	const options = new Map(entries.options);
	for (const { number, option } of change.options) {
		options.set(number, option);
	}
	for (const number of change.removed) {
		options.delete(number);
	}
	return { options, order: change.order };
}

/** The copies that the firmware would start, in their order. */
function copiesOf(entries: BootEntries): readonly (string | undefined)[] {
	return entries.order.map((number) => copyStartedBy(entries, number, drive.partitionGuid));
}

test("before a trial an entry for the second copy stands before every one of the first", () => {
	fc.assert(
		fc.property(arbitraryEntries, (before) => {
			const plan = planTrialEntries(before, drive, "second");
			const after = apply(before, plan);
			const copies = copiesOf(after);
			const first = copies.indexOf("first");
			expect(copies.slice(0, first).includes("second") || first === after.order.length - 1).toBe(
				true,
			);
			expect(after.order.at(-1)).toBe(plan.trial);
			expect(copyStartedBy(after, plan.trial, drive.partitionGuid)).toBe("first");
			expect(planTrialEntries(after, drive, "second").change).toBeUndefined();
		}),
	);
});

test("while the second copy is written, the first is in front of everything", () => {
	fc.assert(
		fc.property(arbitraryEntries, (before) => {
			const during = apply(before, planTrialEntries(before, drive, "second"));
			const after = apply(during, planTrialEntries(during, drive, "first"));
			expect(copiesOf(after)[0]).toBe("first");
			expect(planTrialEntries(after, drive, "first").change).toBeUndefined();
		}),
	);
});

test("afterwards every variable is as it was", () => {
	const preferences = fc.array(fc.constantFrom("first" as const, "second" as const));
	fc.assert(
		fc.property(arbitraryEntries, preferences, (before, steps) => {
			let entries = before;
			for (const preference of steps) {
				entries = apply(entries, planTrialEntries(entries, drive, preference));
			}
			const after = apply(entries, planTrialEntries(entries, drive, "as-before"));
			expect(after.order).toEqual(before.order);
			expect(new Map([...after.options].sort())).toEqual(new Map([...before.options].sort()));
		}),
	);
});

test("of what started a boot only the copies of this disk are known", () => {
	const entries: BootEntries = {
		options: new Map([
			[0, ours],
			[1, byHand],
			[2, device],
			[3, foreign],
			[4, entry("x", "\\EFI\\BOOT\\BOOTX64.EFI")],
			[5, entry("x", selectorFile, elsewhere)],
			[6, Uint8Array.of(1)],
		]),
		order: [],
	};
	const copies = [0, 1, 2, 3, 4, 5, 6, 7, undefined].map((number) =>
		copyStartedBy(entries, number, drive.partitionGuid),
	);
	expect(copies).toEqual([
		...["first", "first", "second", undefined, "second"],
		...[undefined, undefined, undefined, undefined],
	]);
	expect(parseLoadOption(device)).toMatchObject({ partitionGuid: undefined, file: undefined });
});
