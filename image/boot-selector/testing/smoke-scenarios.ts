import { readFileSync, truncateSync } from "node:fs";
import type { SlotName } from "../../../userland/core/disk-layout.ts";
import type { ToolTree } from "../../tools/tree.ts";
import { ensureSelectorHost } from "../build.ts";
import { type PlanReply, planDisk } from "../host.ts";
import { attributesOf, damaged, somaDisk, tablePlaces, usualSizeBytes } from "../testing-disks.ts";
import {
	makeSmokeDisk,
	readTables,
	type SmokeBoot,
	type SmokeDisk,
	type SmokePayload,
	smokeBoot,
	writeBlocksToFile,
} from "./qemu-smoke.ts";

/** One machine under OVMF; `run` returns what was not as it should be. */
export interface SmokeScenario {
	readonly name: string;
	run(tree: ToolTree, directory: string): Promise<string[]>;
}

/** What a boot must have shown. */
interface Expected {
	readonly started?: string | undefined;
	/** A part of one of the selector's lines. */
	readonly line?: string;
	readonly repairs?: readonly string[];
	readonly reason?: string;
}

const proven = attributesOf(1, 0, 1, 0);
const fresh = attributesOf(2, 3, 0, 0);
const both = { table: somaDisk({ attributes: [proven, fresh] }) };

/** The scenarios that make sense with real firmware (the others are in `selector.test.ts`). */
export const smokeScenarios: readonly SmokeScenario[] = [
	boots("factory image", { table: somaDisk() }, [
		{
			started: "slot A",
			line: "slot A, version 4799, highest-priority (priority 1, tries 3 -> 2)",
		},
	]),
	boots("B preferred with one try, then A", { table: withB(attributesOf(2, 1, 0, 0)) }, [
		{ started: "slot B", reason: "highest-priority" },
		{ started: "slot A", reason: "only-eligible" },
	]),
	boots("three tries of B, then A", both, [
		{ started: "slot B" },
		{ started: "slot B" },
		{ started: "slot B" },
		{ started: "slot A", reason: "only-eligible" },
	]),
	boots("both bad", { table: somaDisk({ attributes: [attributesOf(1, 0, 0, 0), 0n] }) }, [
		{ started: "rescue", line: "rescue, rescue-none-eligible (A: priority 1, tries 0; B:" },
	]),
	badImage("bad-header", "the header of the boot image is bad: crc"),
	badImage("bad-hash", "does not have the SHA-256 of its header"),
	badImage("wrong-slot", "does not belong to the /usr of its slot"),
	badImage("no-program", "the boot image cannot start"),
	badImage("returns", "the image came back"),
	damagedTable("primary wiped", (disk) => damaged(disk, tablePlaces(disk).primary)),
	damagedTable("backup wiped", (disk) => damaged(disk, tablePlaces(disk).backup)),
	damagedTable("primary entries wiped", (disk) => damaged(disk, [2, 3], "noise")),
	{ name: "disk grown", run: grown },
	{ name: "write-protected disk", run: writeProtected },
	{ name: "write error in the primary header", run: writeError },
	{ name: "another disk with the same GUID", run: twin },
	{ name: "rescue by key", run: rescueByKey },
	{ name: "no rescue either", run: noRescue },
	disk4096(),
	onDevice("ide-hd", { trace: "ide_bus_exec_cmd", flush: /cmd 0xea/g }),
	onDevice("scsi-hd", {
		controller: "virtio-scsi-pci",
		trace: "scsi_req_parsed",
		flush: /command 53 /g,
	}),
	onDevice("nvme", {
		settings: ",serial=1",
		trace: "pci_nvme_flush_ns",
		flush: /pci_nvme_flush_ns/g,
	}),
	onDevice("usb-storage", { controller: "qemu-xhci" }),
	watchdog("iTCO", ["-global", "ICH9-LPC.noreboot=false"]),
	watchdog("i6300esb", ["-global", "ICH9-LPC.noreboot=true", "-device", "i6300esb"]),
];

function withB(attributes: bigint): SmokeDisk["table"] {
	return somaDisk({ attributes: [proven, attributes] });
}

function boots(name: string, disk: SmokeDisk, expected: readonly Expected[]): SmokeScenario {
	return {
		name,
		run: async (tree, directory) => {
			const path = await makeSmokeDisk(tree, directory, disk);
			const problems: string[] = [];
			for (const one of expected) {
				problems.push(...compare(await smokeBoot(tree, path), one));
			}
			return [...problems, ...(await tableProblems(tree, path))];
		},
	};
}

function badImage(kind: SmokePayload, line: string): SmokeScenario {
	const slots: Partial<Record<SlotName, SmokePayload>> =
		kind === "wrong-slot" ? { A: kind } : { B: kind };
	const attributes: readonly [bigint, bigint] =
		kind === "wrong-slot" ? [attributesOf(3, 3, 0, 0), proven] : [proven, fresh];
	const started = kind === "wrong-slot" ? "slot B" : "slot A";
	return boots(`boot image: ${kind}`, { table: somaDisk({ attributes }), slots }, [
		{ started, line, reason: "fallback-after-bad-boot-image", repairs: ["boot-image-failed"] },
	]);
}

function damagedTable(
	name: string,
	damage: (disk: SmokeDisk["table"]) => SmokeDisk["table"],
): SmokeScenario {
	return {
		name,
		run: async (tree, directory) => {
			const path = await makeSmokeDisk(tree, directory, both);
			writeBlocksToFile(path, damage(both.table));
			const problems = compare(await smokeBoot(tree, path), { started: "slot B" });
			return [...problems, ...(await tableProblems(tree, path))];
		},
	};
}

async function grown(tree: ToolTree, directory: string): Promise<string[]> {
	const path = await makeSmokeDisk(tree, directory, both);
	truncateSync(path, 2 * usualSizeBytes);
	const boot = await smokeBoot(tree, path);
	return [
		...compare(boot, { started: "slot B", repairs: ["disk-grown"], line: "disk has grown" }),
		...(await tableProblems(tree, path)),
	];
}

async function writeProtected(tree: ToolTree, directory: string): Promise<string[]> {
	const path = await makeSmokeDisk(tree, directory, both);
	const drive = `if=none,id=disk,format=raw,readonly=on,file=${path}`;
	return compare(await smokeBoot(tree, path, { drive }), {
		started: "slot A",
		reason: "uncounted-table-unwritable",
		line: "(priority 1, not counted)",
	});
}

async function writeError(tree: ToolTree, directory: string): Promise<string[]> {
	const path = await makeSmokeDisk(tree, directory, both);
	const fault = ["event=none", "iotype=write", "sector=1", "errno=5"].map(
		(setting) => `file.inject-error.0.${setting}`,
	);
	const file = ["driver=raw", "file.driver=blkdebug", `file.image.filename=${path}`, ...fault];
	const drive = ["if=none", "id=disk", ...file].join(",");
	return compare(await smokeBoot(tree, path, { drive }), {
		started: "slot A",
		reason: "uncounted-table-unwritable",
		repairs: ["table-unwritable"],
		line: "the partition table could not be written: device error",
	});
}

async function twin(tree: ToolTree, directory: string): Promise<string[]> {
	const path = await makeSmokeDisk(tree, directory, both);
	const other = await makeSmokeDisk(tree, directory, both);
	const more = [
		...["-drive", `if=none,id=twin,format=raw,file=${other}`],
		...["-device", "virtio-blk-pci,drive=twin,bootindex=2"],
	];
	const problems = compare(await smokeBoot(tree, path, { more }), {
		started: "slot B",
		line: "another disk has the same GUID and is left alone",
	});
	const untouched = (await planOf(tree, other)).before[1] === fresh;
	return untouched ? problems : [...problems, "the other disk was written"];
}

async function rescueByKey(tree: ToolTree, directory: string): Promise<string[]> {
	const path = await makeSmokeDisk(tree, directory, both);
	const boot = await smokeBoot(tree, path, { typed: "r".repeat(4000) });
	const problems = compare(boot, { started: "rescue", reason: "rescue-requested" });
	const uncounted = (await planOf(tree, path)).before[1] === fresh;
	return uncounted ? problems : [...problems, "rescue on request was counted"];
}

/** A boot image that hangs after it took over: only the hardware ends that. */
function watchdog(kind: string, more: readonly string[]): SmokeScenario {
	return {
		name: `watchdog ${kind}`,
		run: async (tree, directory) => {
			const path = await makeSmokeDisk(tree, directory, { ...both, slots: { B: "hangs" } });
			// The machine's clock follows its instructions, 256 ns each: two minutes are soon over.
			const clock = ["-icount", "shift=8"];
			const boot = await smokeBoot(tree, path, { more: [...more, ...clock] });
			return compare(boot, { started: "slot B", line: `watchdog ${kind} armed for 120 s` });
		},
	};
}

async function noRescue(tree: ToolTree, directory: string): Promise<string[]> {
	const table = somaDisk({ attributes: [0n, 0n] });
	const path = await makeSmokeDisk(tree, directory, { table, rescue: false });
	return compare(await smokeBoot(tree, path), {
		started: undefined,
		line: "\\EFI\\soma\\rescue.efi cannot start: not found",
	});
}

function disk4096(): SmokeScenario {
	return {
		name: "disk with 4096-byte blocks",
		run: async (tree, directory) => {
			const table = somaDisk({ attributes: [proven, fresh], blockSizeBytes: 4096 });
			const path = await makeSmokeDisk(tree, directory, { table });
			const sizes = "logical_block_size=4096,physical_block_size=4096";
			const boot = await smokeBoot(tree, path, {
				device: ["-device", `virtio-blk-pci,drive=disk,bootindex=1,${sizes}`],
			});
			return [
				...compare(boot, { started: "slot B", repairs: [] }),
				...(await tableProblems(tree, path, 4096)),
			];
		},
	};
}

/** A kind of disk, and how QEMU's trace shows that a flush reached it. */
interface DeviceOptions {
	readonly controller?: string;
	readonly settings?: string;
	readonly trace?: string;
	readonly flush?: RegExp;
}

function onDevice(device: string, options: DeviceOptions): SmokeScenario {
	const { controller, settings = "", trace, flush } = options;
	return {
		name: `disk is ${device}`,
		run: async (tree, directory) => {
			const path = await makeSmokeDisk(tree, directory, both);
			const log = `${path}.trace`;
			const boot = await smokeBoot(tree, path, {
				device: [
					...(controller === undefined ? [] : ["-device", controller]),
					...["-device", `${device},drive=disk,bootindex=1${settings}`],
				],
				more: trace === undefined ? [] : ["-trace", trace, "-D", log],
			});
			return [
				...compare(boot, { started: "slot B", repairs: [] }),
				...(await tableProblems(tree, path)),
				...(flush === undefined ? [] : flushProblems(readFileSync(log, "utf8"), flush)),
			];
		},
	};
}

/** One flush behind each copy of the table must have reached the disk. */
function flushProblems(trace: string, flush: RegExp): string[] {
	const count = [...trace.matchAll(flush)].length;
	return count >= 2 ? [] : [`${count} flushes reached the disk`];
}

function compare(boot: SmokeBoot, expected: Expected): string[] {
	const problems: string[] = [];
	const said = boot.selectorLines.join(" | ");
	if ("started" in expected && boot.started !== expected.started) {
		problems.push(`started ${boot.started}, not ${expected.started}; selector: ${said}`);
	}
	if (expected.line !== undefined && !said.includes(expected.line)) {
		problems.push(`no line "${expected.line}" in: ${said}`);
	}
	if (expected.reason !== undefined && boot.record?.reason !== expected.reason) {
		problems.push(`the record's reason is ${boot.record?.reason}, not ${expected.reason}`);
	}
	if (expected.repairs !== undefined) {
		const repairs = boot.record?.repairs.join() ?? "(no record)";
		if (repairs !== expected.repairs.join()) {
			problems.push(`the record's repairs are "${repairs}", not "${expected.repairs.join()}"`);
		}
	}
	return problems;
}

async function planOf(
	tree: ToolTree,
	path: string,
	blockSizeBytes: 512 | 4096 = 512,
): Promise<PlanReply> {
	return await planDisk(await ensureSelectorHost(tree), { disk: readTables(path, blockSizeBytes) });
}

/** After a boot both copies are sound for our own judge and, with 512-byte blocks, for sgdisk. */
async function tableProblems(
	tree: ToolTree,
	path: string,
	blockSizeBytes: 512 | 4096 = 512,
): Promise<string[]> {
	const { repairs, problem } = await planOf(tree, path, blockSizeBytes);
	const problems = repairs === 0 && problem === "" ? [] : [`left to repair: ${repairs} ${problem}`];
	if (blockSizeBytes === 512) {
		const { stdout } = await tree.runUnchecked({ argv: ["sgdisk", "-v", path] });
		if (!stdout.includes("No problems found")) {
			problems.push(`sgdisk: ${stdout.trim()}`);
		}
	}
	return problems;
}
