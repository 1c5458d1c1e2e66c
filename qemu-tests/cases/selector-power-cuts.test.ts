import { expect, test } from "vitest";
import { diskImage } from "../../image/boot-selector/disk-image.ts";
import { type CutDisk, replayCuts } from "../../image/boot-selector/power-cut.ts";
import { placesOf } from "../../userland/core/gpt/geometry.ts";
import { isTableSound } from "../../userland/core/gpt/load.ts";
import { planTableWrite } from "../../userland/core/gpt/plan.ts";
import { writeSlotAttributes } from "../../userland/core/slot/attributes.ts";
import { partitionOf, readTable, replacePartition } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import type { OfflineDisk } from "../lab/offline-disk.ts";
import { withDisk } from "../lab/power.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { smallReleaseMachine } from "../lab/small-release.ts";

const blockSizeBytes = 512;
const seed = 20_261_123;
const sampleSize = 6;

/**
 * Disks that a power cut may leave while the selector counts a start: the host harness replays all
 * of them, this boots a sample in real firmware. Only the blocks of the tables are in an image.
 */
async function cutDisks(disk: OfflineDisk): Promise<CutDisk[]> {
	const loaded = await readTable(disk);
	const places = placesOf(loaded);
	const { index, attributes } = partitionOf(loaded.table, "usr", "A");
	const counted = { priority: 2, tries: 2, successful: false, unproven: 0 };
	const after = replacePartition(loaded.table, index, {
		attributes: writeSlotAttributes(attributes, counted),
	});
	const writes = planTableWrite(loaded, after).map((step) =>
		step.kind === "flush"
			? step
			: ({
					kind: "write",
					lba: step.offsetBytes / blockSizeBytes,
					bytes: step.bytes,
				} as const),
	);
	const tailLba = places.lastLba + 1 - places.tailSizeBytes / blockSizeBytes;
	const initial = diskImage({ blockSizeBytes, blockCount: places.lastLba + 1 }, [
		{ lba: 0, bytes: await disk.read(0, places.headSizeBytes) },
		{ lba: tailLba, bytes: await disk.read(tailLba * blockSizeBytes, places.tailSizeBytes) },
	]);
	const options = {
		physicalBlockBytes: 512,
		tears: "garbage",
		maxCasesPerEpoch: 200,
		seed,
	} as const;
	return [...replayCuts(initial, writes, options)];
}

async function writeCut(disk: OfflineDisk, cut: CutDisk): Promise<void> {
	const { headSizeBytes, tailSizeBytes, lastLba } = placesOf({
		diskSizeBytes: disk.sizeBytes,
		blockSizeBytes,
	});
	const head = new Uint8Array(headSizeBytes);
	const tail = new Uint8Array(tailSizeBytes);
	const tailLba = lastLba + 1 - tailSizeBytes / blockSizeBytes;
	for (const [lba, bytes] of cut.blocks) {
		if (lba < tailLba) {
			head.set(bytes, lba * blockSizeBytes);
		} else {
			tail.set(bytes, (lba - tailLba) * blockSizeBytes);
		}
	}
	await disk.write(0, head);
	await disk.write(tailLba * blockSizeBytes, tail);
}

test("disks that a power cut left in a table write boot in real firmware", async () => {
	const spec = await smallReleaseMachine("selector-power-cuts");
	await withMachine(spec, async (machine) => {
		const cuts = await withDisk(machine, cutDisks);
		const stride = Math.floor(cuts.length / sampleSize);
		for (let number = 0; number < sampleSize; number += 1) {
			const cut = cuts[number * stride + Math.floor(stride / 2)];
			if (cut === undefined) {
				continue;
			}
			await withDisk(machine, (disk) => writeCut(disk, cut));
			machine.serial.mark();
			await machine.powerOn();
			expect((await nextChoice(machine.serial)).slot, cut.label).toBe("A");
			await machine.serial.waitFor(/init has started/);
			await machine.powerCut();
			expect(isTableSound(await withDisk(machine, readTable)), cut.label).toBe(true);
		}
		process.stdout.write(`figure: booted ${sampleSize} of ${cuts.length} cut disks\n`);
	});
});
