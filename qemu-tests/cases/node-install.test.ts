import { join } from "node:path";
import { expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import type { Hand } from "../lab/hand.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { releaseDisk, releaseDiskLabel } from "../lab/release-disk.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { scaledMs } from "../lab/timeouts.ts";
import { makeWorkDirectory, removeWorkDirectory } from "../lab/work-directory.ts";

const gibibyte = 1024 ** 3;
const installMs = scaledMs(600_000);
const release = "/run/release";

/** A disk that somebody uses: a file system without a table. */
async function preciousDisk(directory: string): Promise<string> {
	const path = join(directory, "precious");
	const argv = ["mke2fs", "-q", "-t", "ext4", "-L", "precious", path, "4G"];
	await openToolTree().run({ argv });
	return path;
}

/** Mounts the release in the present boot. */
async function prepare({ hand }: Machine): Promise<void> {
	const disk = `/dev/disk/by-label/${releaseDiskLabel}`;
	await hand.expect(`mkdir ${release}; mount -t erofs -o ro ${disk} ${release}`);
	const config = '{"ignition":{"version":"3.3.0"}}';
	await hand.expect(`echo '${config}' >/run/node.ign`);
}

function commandLine(to: string, ...flags: readonly string[]): string {
	return ["soma install", "--to", to, "--source", release, ...flags].join(" ");
}

/** The disk that holds a device of this name: `vdb`. */
async function diskUnderUsr(hand: Hand): Promise<string> {
	const slaves = await hand.expect("ls /sys/block/dm-0/slaves");
	return slaves.split("\n")[0]?.replace(/p?\d+$/, "") ?? "";
}

async function refused(hand: Hand, command: string, message: RegExp): Promise<void> {
	const { exitCode, output } = await hand.run(command);
	expect(output).toMatch(message);
	expect(exitCode).toBe(1);
}

test("an installation to a used disk, then one cut off on 4K NVMe: both disks boot", async () => {
	const path = await ensureProvenDisk();
	const directory = makeWorkDirectory();
	const precious = await preciousDisk(directory);
	const spec = await nodeMachine("node-install", path, {
		memoryMiB: 1536,
		// No boot index: what starts is the firmware's choice, by the boot entries.
		disks: [
			{ id: "main", backing: { mode: "overlay", path, format: "qcow2" } },
			{ id: "used", backing: { mode: "overlay", path: precious, format: "raw" } },
			{ id: "small", backing: { mode: "blank" }, sizeBytes: gibibyte },
			{
				id: "fast",
				backing: { mode: "blank" },
				bus: "nvme",
				sizeBytes: 5 * gibibyte,
				logicalBlockBytes: 4096,
				physicalBlockBytes: 4096,
			},
			await releaseDisk(),
		],
	});
	await withMachine(spec, async (machine) => {
		const { hand } = machine;
		await machine.powerOn();
		await waitForProven(machine);
		expect(await diskUnderUsr(hand)).toBe("vda");
		await prepare(machine);
		await refused(hand, commandLine("/dev/vda", "--wipe"), /started from \/dev\/vda/);
		await refused(hand, commandLine("/dev/vda8"), /is a partition[\s\S]*\/dev\/vda/);
		await refused(hand, commandLine("/dev/vdc"), /1\.7 GiB too few/);
		await refused(hand, commandLine("/dev/vdb"), /ext4 "precious"[\s\S]*--wipe/);
		await hand.expect("mkdir /run/there; mount /dev/vdb /run/there");
		await refused(hand, commandLine("/dev/vdb", "--wipe"), /is mounted on \/run\/there/);
		await hand.expect("umount /run/there");

		const started = performance.now();
		const told = await hand.expect(commandLine("/dev/vdb", "--wipe"), installMs);
		reportSeconds("install-to-virtio", performance.now() - started);
		expect(told).toMatch(
			/what goes: .*precious[\s\S]*reading back: 100 %[\s\S]*starts it at the next/,
		);

		await hand.expect(`(${commandLine("/dev/nvme0n1", "--json")} >/run/install-log 2>&1) &`);
		const halfway =
			'until grep -q "phase.:.writing.*doneBytes.:[0-9]\\{8\\}" /run/install-log; do ' +
			"grep failed /run/install-log && exit 1; usleep 50000; done";
		await hand.expect(`timeout 300 sh -c '${halfway}'`, installMs);
		await machine.powerCut();

		await machine.powerOn();
		const choice = await nextChoice(machine.serial);
		expect(choice).toMatchObject({ slot: "A" });
		expect(choice.counts).toContain("tries 3 -> 2"); // the fresh one, by its boot entry
		await waitForProven(machine);
		expect(await diskUnderUsr(hand)).toBe("vdb");
		await prepare(machine);
		const rerun = commandLine("/dev/nvme0n1", "--config /run/node.ign");
		const again = await hand.expect(rerun, installMs);
		expect(again).toMatch(/what goes: an installation of Soma OS that was not finished/);
		expect(again).toMatch(/4096-byte blocks[\s\S]*starts it at the next boot/);
		await refused(hand, commandLine("/dev/vda"), /holds a node of Soma OS [\s\S]*with its STATE/);

		await hand.run("systemctl --no-block reboot");
		expect((await nextChoice(machine.serial)).counts).toContain("tries 3 -> 2");
		await waitForProven(machine);
		expect(await diskUnderUsr(hand)).toBe("nvme0n1");
		await hand.expect("mkdir /run/esp; mount -t vfat -o ro /dev/nvme0n1p1 /run/esp");
		expect(await hand.expect("cat /run/esp/soma/soma.config.cred")).toContain('"3.3.0"');
		const state = await hand.expect("cat /sys/block/nvme0n1/nvme0n1p8/size");
		expect(Number(state) * 512).toBeGreaterThan(2 * gibibyte);
	});
	removeWorkDirectory(directory);
});
