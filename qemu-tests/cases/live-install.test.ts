import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { required } from "../../userland/lib/assert.ts";
import { trustOnly } from "../lab/efi-signing.ts";
import type { Hand } from "../lab/hand.ts";
import { ignitionConfig } from "../lab/ignition.ts";
import {
	type LiveLab,
	liveLines,
	waitForLive,
	withLiveLab,
	withLiveMachine,
} from "../lab/live-node.ts";
import type { Machine } from "../lab/machine.ts";
import type { MachineSpec } from "../lab/machine-spec.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { waitForProven } from "../lab/soma-node.ts";
import { scaledMs } from "../lab/timeouts.ts";
import { withWorkDirectory } from "../lab/work-directory.ts";

const gibibyte = 1024 ** 3;
const installMs = scaledMs(600_000);

/** A used disk, one that is too small, and a blank one that has 4096-byte blocks and is NVMe. */
function disksWith(precious: string): MachineSpec["disks"] {
	return [
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
	];
}

/** The newest release on a server, and a disk that somebody uses: a file system without a table. */
async function withPreciousDisk(
	body: (lab: LiveLab, precious: string) => Promise<void>,
): Promise<void> {
	await withWorkDirectory(async (directory) => {
		const path = join(directory, "precious");
		const argv = ["mke2fs", "-q", "-t", "ext4", "-L", "precious", path, "4G"];
		await openToolTree().run({ argv });
		await withLiveLab((lab) => body(lab, path));
	});
}

/** The disk under `/usr`: `vdb`. */
async function diskUnderUsr(hand: Hand): Promise<string> {
	const slaves = await hand.expect("ls /sys/block/dm-0/slaves");
	return slaves.split("\n")[0]?.replace(/p?\d+$/, "") ?? "";
}

async function refused(hand: Hand, command: string, message: RegExp): Promise<void> {
	const { exitCode, output } = await hand.run(command);
	expect(output).toMatch(message);
	expect(exitCode).toBe(1);
}

/** Answers with one wrong bit at first, and says how often it was asked. */
function serveDamagedOnce({ directory, server }: LiveLab): () => number {
	const usr = readFileSync(join(directory, "release/usr.zst"));
	const wrong = Uint8Array.from(usr);
	wrong[usr.length >> 1] = (wrong[usr.length >> 1] ?? 0) ^ 1;
	let answers = 0;
	server.route("/release/usr.zst", {
		kind: "handler",
		handle: (_request, response) => {
			answers += 1;
			const bytes = answers === 1 ? wrong : usr;
			response.writeHead(200, { "content-length": String(bytes.length) }).end(bytes);
		},
	});
	return () => answers;
}

/** The live system runs from memory, and says where it came from. */
async function looksLive({ hand, status }: Machine, lab: LiveLab): Promise<void> {
	const { build, directory, server, programUrl } = lab;
	const mounts = await hand.expect("cat /proc/mounts");
	expect(mounts).toMatch(/\/dev\/mapper\/usr \/usr erofs ro/);
	expect(mounts).toMatch(/soma-state \/ tmpfs rw/);
	const latest = await status.waitFor((candidate) => candidate["live"] !== null);
	expect(latest).toMatchObject({ version: build.version, slot: null, disk: null });
	expect(latest["live"]).toMatchObject({
		...{ version: build.version, source: programUrl, state: "ram", unsigned: false },
		baseUrl: `${server.guestUrl}/`,
	});
	expect(await hand.expect("cat /run/soma/boot-url")).toBe(programUrl);
	const manifest = readFileSync(join(directory, "release/manifest.json"), "utf8");
	expect(`${await hand.expect("cat /run/soma/release-manifest.json")}\n`).toBe(manifest);
	expect(await hand.expect("soma status")).toMatch(/live +from http:/);
	expect(await hand.expect("cat /etc/lab-source")).toBe("beside the program");
	expect(await hand.expect("systemctl is-active soma-deadline.timer || true")).toBe("inactive");
	expect(await hand.expect("systemctl --failed --plain --no-legend")).toBe("");
}

/** Disks that the live system does not take, and why. */
async function refusesFromLive(hand: Hand): Promise<void> {
	await refused(hand, "soma install --to /dev/vdb", /1\.7 GiB too few/);
	await refused(hand, "soma install --to /dev/vda", /ext4 "precious"[\s\S]*--wipe/);
	await hand.expect("mkdir /run/there; mount /dev/vda /run/there");
	await refused(hand, "soma install --to /dev/vda --wipe", /is mounted on \/run\/there/);
	await hand.expect("umount /run/there");
}

/** Begins an installation to a blank 4K disk and cuts the power while it writes. */
async function cutWhileWriting(machine: Machine): Promise<void> {
	const { hand } = machine;
	await hand.expect("(soma install --to /dev/nvme0n1 --json >/run/install-log 2>&1) &");
	const halfway =
		'until grep -q "phase.:.writing.*doneBytes.:[0-9]\\{8\\}" /run/install-log; do ' +
		"grep failed /run/install-log && exit 1; usleep 50000; done";
	await hand.expect(`timeout 300 sh -c '${halfway}'`, installMs);
	await machine.powerCut();
}

test("a machine that HTTP booted installs to a used disk and, power cut, to 4K NVMe", async () => {
	await withPreciousDisk(async (lab, precious) => {
		const disks = disksWith(precious);
		const { build, server, programUrl } = lab;
		const answers = serveDamagedOnce(lab);
		const files = { "/etc/lab-source": "beside the program" };
		server.route("/pxe/soma.ign", { kind: "text", text: ignitionConfig({ files }) });
		const keys = trustOnly(required(build.signer, "keys of the build"));
		const firmware = { kind: "secure-boot", keys, bootUrl: programUrl } as const;
		const poweredOnMs = performance.now();
		await withLiveMachine("live-install", { firmware, disks }, async (machine) => {
			const { serial, hand } = machine;
			// One bit is wrong at first: the file is refused with its reason, and fetched again.
			await serial.waitFor(/soma-live: .*usr\.zst is refused: .*trying again in \d+ s/s);
			await serial.waitFor(liveLines.whole);
			await waitForLive(machine);
			reportSeconds("live-http-boot-to-healthy", performance.now() - poweredOnMs);
			expect(answers()).toBe(2);
			expect(serial.text()).not.toMatch(/WARNING: nothing signed vouches/);
			await looksLive(machine, lab);

			await refusesFromLive(hand);
			const startedMs = performance.now();
			const told = await hand.expect("soma install --to /dev/vda --wipe", installMs);
			reportSeconds("install-over-http", performance.now() - startedMs);
			expect(told).toContain(`from ${server.guestUrl}`);
			expect(told).toMatch(/what goes: .*precious[\s\S]*reading back: 100 %/);
			expect(told).toMatch(/The firmware starts it at the next boot/);
			await cutWhileWriting(machine);

			await machine.powerOn();
			const choice = await nextChoice(serial);
			expect(choice).toMatchObject({ slot: "A", version: build.version });
			expect(choice.counts).toContain("tries 3 -> 2"); // the fresh one, by its boot entry
			await waitForProven(machine);
			expect(await diskUnderUsr(hand)).toBe("vda");
			const from = `--source ${server.guestUrl}`;
			const again = `soma install --to /dev/vda --wipe ${from}`;
			await refused(hand, again, /started from \/dev\/vda/);
			await refused(hand, `soma install --to /dev/vda8 ${from}`, /is a partition[\s\S]*\/dev\/vda/);

			await hand.expect('echo \'{"ignition":{"version":"3.3.0"}}\' >/run/node.ign');
			const rerun = `soma install --to /dev/nvme0n1 ${from} --config /run/node.ign`;
			const retold = await hand.expect(rerun, installMs);
			expect(retold).toMatch(/what goes: an installation of Soma OS that was not finished/);
			expect(retold).toMatch(/4096-byte blocks[\s\S]*starts it at the next boot/);

			await hand.run("systemctl --no-block reboot");
			expect((await nextChoice(serial)).counts).toContain("tries 3 -> 2");
			await waitForProven(machine);
			expect(await diskUnderUsr(hand)).toBe("nvme0n1");
			const node = `soma install --to /dev/vda ${from}`;
			await refused(hand, node, /holds a node of Soma OS [\s\S]*with its STATE/);
			await hand.expect("mkdir /run/esp; mount -t vfat -o ro /dev/nvme0n1p1 /run/esp");
			expect(await hand.expect("cat /run/esp/soma/soma.config.cred")).toContain('"3.3.0"');
			const state = await hand.expect("cat /sys/block/nvme0n1/nvme0n1p8/size");
			expect(Number(state) * 512).toBeGreaterThan(2 * gibibyte);
		});
	});
});
