import { expect, test } from "vitest";
import { parseJournalBoots, ranRelease } from "./journal-boots.ts";

const id = "0f".repeat(16);
const rootHash = "b".repeat(64);

test("the boots of a journal have an id and an end", () => {
	const text = JSON.stringify([
		{
			index: -1,
			boot_id: id,
			first_entry: 1_795_000_000_000_000,
			last_entry: 1_795_000_040_500_000,
		},
	]);
	expect(parseJournalBoots(text)).toEqual([{ id, endedAtSeconds: 1_795_000_040.5 }]);
});

test.each(["", "No journal files were found.", "{}", '[{"index":0}]'])(
	"%j lists no boots",
	(text) => {
		expect(parseJournalBoots(text)).toEqual([]);
	},
);

test.each([
	[`Linux version 6.12.57\nCommand line: usrhash=${rootHash} quiet`, true],
	[`Kernel command line: console=ttyS0 usrhash=${rootHash}`, true],
	[`Command line: usrhash=${"c".repeat(64)}`, false],
	[`Command line: usrhash=${rootHash}0`, false],
	[`lab: usrhash=${rootHash}`, false],
	["", false],
])("%j tells which release a boot ran: %j", (lines, expected) => {
	expect(ranRelease(lines, rootHash)).toBe(expected);
});
