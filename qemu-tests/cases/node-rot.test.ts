import { expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { readBuild } from "../lab/build.ts";
import {
	flipBit,
	partitionOf,
	readAttributes,
	readTable,
	writeAttributes,
} from "../lab/disk-tools.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import {
	attributes,
	consoleLines,
	ensureProvenDisk,
	nodeMachine,
	waitForProven,
} from "../lab/soma-node.ts";

/** Turns over one bit of a slot's /usr. */
async function rot(machine: Machine, slot: "A" | "B", offsetBytes: number): Promise<void> {
	await withDisk(machine, async (disk) => {
		const { table } = await readTable(disk);
		await flipBit(disk, partitionOf(table, "usr", slot), offsetBytes);
	});
}

test("a good slot whose /usr rots where every boot reads gives way", async () => {
	const spec = await nodeMachine("node-early-rot", await ensureProvenDisk());
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) =>
			writeAttributes(disk, { B: { priority: 2, ...attributes.proven } }),
		);
		const superblock = 1024;
		await rot(machine, "B", superblock + 20);
		const startedAt = performance.now();
		await machine.powerOn();
		for (const counts of ["unproven 0 -> 1", "unproven 1 -> 2", "unproven 2 -> 3"]) {
			const choice = await nextChoice(machine.serial);
			expect(choice.slot).toBe("B");
			expect(choice.counts).toContain(counts);
			await machine.serial.waitFor(consoleLines.panic);
		}
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		expect(await waitForProven(machine)).toBe("A");
		reportSeconds("good-slot-rots", performance.now() - startedAt);
		await machine.powerCut();
		expect((await withDisk(machine, readAttributes)).B.unproven).toBe(3);
	});
});

/** Programs that no boot but the first runs; the first one that the image has is taken. */
const unreadCandidates = ["systemd-machine-id-setup", "busctl", "systemd-analyze"];

/** A file of /usr that no boot reads, and where its first bytes lie in the file system. */
async function unreadFile(): Promise<{ path: string; offsetBytes: number }> {
	for (const name of unreadCandidates) {
		const { stdout } = await openToolTree().runUnchecked({
			argv: ["dump.erofs", "-e", `--path=/bin/${name}`, readBuild().usr],
		});
		const extent = /\d+:\s+\d+\.\.\s*\d+\s*\|\s*\d+\s*:\s*(\d+)\.\./.exec(stdout);
		if (extent !== null) {
			return { path: `/usr/bin/${name}`, offsetBytes: Number(extent[1]) };
		}
	}
	throw new Error(`the image has none of ${unreadCandidates.join(", ")}`);
}

test("a flipped bit read only later panics, is counted, and costs the slot", async () => {
	const file = await unreadFile();
	const spec = await nodeMachine("node-late-rot", await ensureProvenDisk());
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) =>
			writeAttributes(disk, { B: { priority: 1, ...attributes.proven } }),
		);
		await rot(machine, "A", file.offsetBytes);
		const startedAt = performance.now();
		await machine.powerOn();
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		for (const _ of ["first", "second"]) {
			expect(await waitForProven(machine)).toBe("A");
			const read = machine.hand.run(`cat ${file.path}`).catch(() => undefined);
			await machine.serial.waitFor(consoleLines.panic);
			const choice = await nextChoice(machine.serial);
			expect(choice).toMatchObject({ slot: "A" });
			expect(choice.counts).toContain("unproven 0 -> 1");
			await read;
		}
		await machine.serial.waitFor(/soma-agent: slot A is marked bad: 2 crashes within an hour/);
		expect((await nextChoice(machine.serial)).slot).toBe("B");
		expect(await waitForProven(machine)).toBe("B");
		reportSeconds("proven-slot-rots", performance.now() - startedAt);
		const { crashes } = JSON.parse(await machine.hand.expect("soma crash list --json"));
		expect(crashes).toMatchObject([
			{ kind: "verity", slot: "A" },
			{ kind: "verity", slot: "A" },
		]);
		await machine.powerCut();
		expect((await withDisk(machine, readAttributes)).A).toMatchObject({ successful: false });
	});
});
