import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureUserland } from "../../image/builder/userland.ts";
import { run } from "../../userland/system/process.ts";
import { withMachine } from "../lab/machine.ts";
import type { DiskBus } from "../lab/machine-spec.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { smallReleaseMachine, smallVersions } from "../lab/small-release.ts";
import { ensureSmallReleaseFiles, type SmallReleaseFiles } from "../lab/small-release-files.ts";
import { makeWorkDirectory, removeWorkDirectory } from "../lab/work-directory.ts";

/* Images that `soma install` makes in files, started by real firmware from every kind of disk. */

let work = "";
let release: SmallReleaseFiles;

beforeAll(async () => {
	work = makeWorkDirectory();
	release = await ensureSmallReleaseFiles();
});

afterAll(() => removeWorkDirectory(work));

async function install(blockBytes: 512 | 4096): Promise<string> {
	const path = join(work, `disk-${blockBytes}`);
	writeFileSync(path, "");
	truncateSync(path, 3 * 1024 ** 3);
	const { binary } = await ensureUserland();
	const { folder, certificate } = release;
	await run({
		argv: [
			...[binary, "install", "--to", path, "--block-size", String(blockBytes), "--wipe"],
			...["--source", folder, "--certificate", certificate],
		],
	});
	return path;
}

test.each([
	["nvme", 4096],
	["scsi", 4096],
	["virtio", 4096],
	["ahci", 512],
	["usb", 512],
] as const satisfies readonly (readonly [DiskBus, 512 | 4096])[])(
	"firmware starts an installed disk on %s with %d-byte blocks",
	async (bus, blockBytes) => {
		const path = await install(blockBytes);
		const spec = await smallReleaseMachine(`install-${bus}`, {
			startsOff: false,
			hand: false,
			disks: [
				{
					id: "main",
					backing: { mode: "overlay", path, format: "raw" },
					bus,
					bootIndex: 1,
					logicalBlockBytes: blockBytes,
					physicalBlockBytes: 4096,
				},
			],
		});
		await withMachine(spec, async (machine) => {
			expect(await nextChoice(machine.serial)).toMatchObject({
				slot: "A",
				version: smallVersions.A,
			});
			await machine.serial.waitFor(/init has started/);
		});
	},
);
