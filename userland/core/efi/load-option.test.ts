import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../lib/bytes.ts";
import {
	type BootEntries,
	bootVariable,
	entryDescription,
	numberOfBootVariable,
	planBootEntry,
	selectorFile,
} from "./boot-entries.ts";
import { formatLoadOption, type LoadOption, parseLoadOption } from "./load-option.ts";

const drive = {
	partitionIndex: 1,
	firstLba: 2048,
	blocks: 655_360,
	partitionGuid: "01234567-89ab-cdef-0123-456789abcdef",
} as const;

const option: LoadOption = { description: entryDescription, drive, file: selectorFile };

/** Put together by hand from UEFI 2.10, sections 3.1.3, 10.3.5.1 and 10.3.5.4. */
const known = [
	"01000000", // active
	"6000", // 42 + 50 + 4 bytes of path
	"53006f006d00610020004f0053000000", // "Soma OS"
	"04012a00" + "01000000" + "0008000000000000" + "00000a0000000000",
	"67452301ab89efcd0123456789abcdef" + "0202",
	"04043200",
	"5c004500460049005c0073006f006d0061005c00", // \EFI\soma\
	"730065006c006500630074006f0072002e006500660069000000", // selector.efi
	"7fff0400",
].join("");

test("an entry has the bytes of the specification", () => {
	expect(toHex(formatLoadOption(option))).toBe(known);
	expect(parseLoadOption(fromHex(known) ?? new Uint8Array())).toEqual({
		description: "Soma OS",
		partitionGuid: drive.partitionGuid,
		file: "\\EFI\\soma\\selector.efi",
	});
});

test("broken entries are not ours, whatever they hold", () => {
	const bytes = formatLoadOption(option);
	for (let length = 0; length < bytes.length; length++) {
		expect(parseLoadOption(bytes.subarray(0, length))?.partitionGuid).toBeUndefined();
	}
	const endless = bytes.slice();
	endless[22 + 2] = 0; // a node of no length
	expect(parseLoadOption(endless)).toBeUndefined();
});

describe("the entries of a machine", () => {
	const foreign = formatLoadOption({ ...option, description: "Debian" });
	const otherDisk = formatLoadOption({
		...option,
		drive: { ...drive, partitionGuid: "ffffffff-89ab-cdef-0123-456789abcdef" },
	});
	const entriesOf = (options: Record<number, Uint8Array>, order: number[]): BootEntries => ({
		options: new Map(Object.entries(options).map(([number, bytes]) => [Number(number), bytes])),
		order,
	});

	test("the new one comes first and takes a number that nobody has", () => {
		const entries = entriesOf({ 0: foreign, 1: otherDisk, 3: Uint8Array.of(1) }, [3, 0, 1, 2]);
		expect(planBootEntry(entries, drive, [])).toEqual({
			number: 4, // 2 is named by the order
			option: formatLoadOption(option),
			order: [4, 3, 0, 1, 2],
			removed: [],
		});
	});

	test("older ones of the same disk go, also those of its former partition", () => {
		const former = "aaaaaaaa-89ab-cdef-0123-456789abcdef";
		const older = formatLoadOption({ ...option, drive: { ...drive, partitionGuid: former } });
		const entries = entriesOf({ 0: foreign, 5: older, 6: otherDisk, 7: older }, [0, 5, 6, 7]);
		expect(planBootEntry(entries, drive, [former])).toMatchObject({
			number: 5,
			order: [5, 0, 6],
			removed: [7],
		});
	});

	test("names of variables and numbers", () => {
		expect(bootVariable(0x1a)).toBe("Boot001A");
		expect(numberOfBootVariable("Boot001A")).toBe(26);
		expect(numberOfBootVariable("BootOrder")).toBeUndefined();
	});
});
