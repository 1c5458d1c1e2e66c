import type { BootRecord, RecordRepair } from "../boot/record.ts";
import type { SlotAttributes } from "../slot/attributes.ts";
import type { Slot } from "../slot/disk.ts";
import type { SelectReason } from "../slot/select.ts";

const reasons: Readonly<Record<SelectReason, string>> = {
	"highest-priority": "the selector started a slot, not rescue",
	"tie-lower-index": "the selector started a slot, not rescue",
	"only-eligible": "the selector started a slot, not rescue",
	"uncounted-table-unwritable": "the selector started a slot, not rescue",
	"fallback-after-bad-boot-image": "the selector started a slot, not rescue",
	"rescue-none-eligible": "no slot may boot",
	"rescue-no-valid-table": "the boot disk has no valid partition table of a Soma disk",
	"rescue-requested": "somebody asked for rescue, by the key r or by the variable SomaRescue",
	"rescue-table-unwritable":
		"the partition table could not be written, and no slot is left that may start uncounted",
};

const repairs: Readonly<Record<RecordRepair, string>> = {
	"primary-written": "the selector mended the primary partition table",
	"backup-written": "the selector mended the backup partition table",
	"protective-mbr-written": "the selector mended the protective MBR",
	"disk-grown": "the disk has grown; the selector moved the backup table to its end",
	"table-unwritable": "the selector could not write the partition table",
	"other-disk-with-same-guid": "another disk has the same disk GUID; it is left alone",
	"boot-image-failed": "a boot image failed its check in this boot",
};

/** Why the machine is in rescue, by the record of the selector: a sentence a line. */
export function explainRecord(record: BootRecord | { readonly problem: string }): string[] {
	if ("problem" in record) {
		return [`why this machine is here is unknown: ${record.problem}`];
	}
	const failed = record.failed.map((slot) => `the boot image of slot ${slot} failed its check`);
	return [
		`why this machine is here: ${reasons[record.reason]}`,
		...record.repairs
			.filter((repair) => repair !== "boot-image-failed" || failed.length === 0)
			.map((repair) => repairs[repair]),
		...failed,
	];
}

/** What a slot holds, and why the selector passed it over. */
export function explainSlot({ name, version, ineligible, attributes }: Slot): string {
	if (version === undefined) {
		return `slot ${name} is empty`;
	}
	const may = ineligible === undefined ? startsOf(attributes) : `may not boot: ${ineligible}`;
	return `slot ${name} (${version}) ${may}`;
}

function startsOf({ successful, tries, unproven }: SlotAttributes): string {
	return successful
		? `may boot: it was good, and ${unproven} starts since were not proven good`
		: `may boot: it was never proven good and has ${tries} tries left`;
}
