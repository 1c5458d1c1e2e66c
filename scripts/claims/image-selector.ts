import type { Claim, Evidence } from "./claim.ts";

/** Tests of the selector's own code, compiled for the host. */
function harness(names: RegExp): Evidence {
	return { kind: "unit", file: "image/boot-selector/selector.test.ts", names };
}

function inQemu(name: string, names?: RegExp): Evidence {
	return { kind: "qemu", name, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `image-${name}`, topic: "image", text, evidence };
}

const choices = inQemu("selector-choices");

/** The scenarios 1 to 13 of the boot selector, in the host harness and in real firmware. */
export const selectorClaims: readonly Claim[] = [
	row(
		"selector-proven",
		"scenario 1: a proven slot boots, and its boots are counted until it is proven again",
		harness(/> 1:/),
		choices,
	),
	row(
		"selector-preferred-fails",
		"scenarios 2 and 3: B is preferred, fails once, then A boots",
		harness(/> 2 and 3:/),
		choices,
	),
	row(
		"selector-three-tries",
		"scenario 4: three tries, then the other slot; a proven slot that rots gives way too",
		harness(/> 4:/),
		choices,
	),
	row("selector-tie", "scenario 5: a tie of priorities goes to slot A", harness(/> 5:/), choices),
	row(
		"selector-priority-zero",
		"scenario 6: priority 0 never boots, proven or not",
		harness(/> 6:/),
		choices,
	),
	row(
		"selector-rescue",
		"scenario 7: nothing eligible means rescue, and not a write",
		harness(/> 7:/),
		choices,
	),
	row(
		"selector-primary-wiped",
		"scenario 8: with the primary table wiped the disk boots, and is whole afterwards",
		harness(/> 8:/),
		inQemu("selector-tables", /wiped/),
	),
	row(
		"selector-backup-wiped",
		"scenario 9: with the backup table wiped the disk boots, and is whole afterwards",
		harness(/> 9:/),
		inQemu("selector-tables", /wiped/),
	),
	row(
		"selector-mbr-wiped",
		"a wiped protective MBR is repaired, boot code kept",
		harness(/protective MBR wiped/),
	),
	row(
		"selector-bad-entries",
		"scenario 10: entries with a bad CRC in either copy are repaired from the other",
		harness(/> 10:/),
	),
	row(
		"selector-grown",
		"scenario 11: a grown disk gets its backup table moved and STATE extended",
		harness(/> 11:/),
		inQemu("selector-tables", /grown/),
	),
	row(
		"selector-foreign-disk",
		"scenario 13: a foreign table is never written, a disk with the same GUIDs never taken",
		harness(/13: tables that are not ours/),
		inQemu("selector-foreign-disk"),
	),
	row(
		"selector-bad-boot-image",
		"a damaged boot image costs a try and the other slot boots at once",
		harness(/a bad boot image/),
		inQemu("selector-bad-images", /flipped bit/),
	),
	row(
		"selector-vectors",
		"the selector in C and userland in TypeScript decide the same for every vector",
		{ kind: "unit", file: "image/boot-selector/vectors.test.ts" },
		{ kind: "unit", file: "userland/core/slot/vectors.test.ts" },
	),
	row(
		"selector-buses",
		"the selector finds its own disk on every bus that the lab has",
		inQemu("selector-buses"),
	),
	row(
		"cuts-selector",
		"scenario 12: no power cut in a table write of the selector leaves an unbootable disk",
		{ kind: "unit", file: "image/boot-selector/power-cut.test.ts" },
	),
	row("cuts-slot", "no power cut in a table write of `soma slot` leaves an unbootable disk", {
		kind: "unit",
		file: "userland/core/slot/power-cut.test.ts",
	}),
	row(
		"cuts-qemu",
		"a sample of the disks that power cuts leave boots in real firmware",
		inQemu("selector-power-cuts"),
	),
	row(
		"cuts-soak",
		"more than a million power cuts in table writes, and every disk boots",
		{ kind: "soak", job: "selector-cuts", minimum: 1_000_000 },
		{ kind: "soak", job: "slot-cuts", minimum: 100_000 },
	),
];
