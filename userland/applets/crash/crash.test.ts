import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SlotName } from "../../core/disk-layout.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { makeFakeNode } from "../../testing/fake-node.ts";
import { provenSlot, testRootHashes } from "../../testing/soma-disks.ts";
import { collectStatus } from "../status/collect.ts";
import { judgeBoot } from "./judge-boot.ts";
import { crashListCommand } from "./list.ts";

let directory = "";
let paths: SystemPaths;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-crash-"));
	paths = makeFakeNode(directory, { disk: { slots: { A: provenSlot, B: provenSlot } } });
});
afterEach(() => rmSync(directory, { recursive: true }));

const nowSeconds = 1_800_000_000;
const now = new Date(nowSeconds * 1000);

/** A crash, after a minute, of a boot of `slot` that began so long ago. */
function crashedBoot(slot: SlotName, agoSeconds: number) {
	const startedAtSeconds = nowSeconds - agoSeconds;
	const folder = join(paths.crashes, String(startedAtSeconds + 60), "001");
	mkdirSync(folder, { recursive: true });
	const text =
		"Panic#1 Part1\n<0>[   60.2] Kernel panic - not syncing: dm-verity device corrupted\n";
	writeFileSync(join(folder, "dmesg.txt"), text);
	const rootHash = testRootHashes[slot];
	return { bootId: `boot-${agoSeconds}`, slot, rootHash, startedAtSeconds };
}

function writeBoots(...boots: readonly unknown[]): void {
	mkdirSync(paths.stateDirectory, { recursive: true });
	const history = { boots, judgedUntilSeconds: 0 };
	writeFileSync(join(paths.stateDirectory, "boots.json"), JSON.stringify(history));
}

function slotOf(name: SlotName) {
	return collectStatus(paths).disk?.slots.find((slot) => slot.name === name);
}

test("two crashes of the running slot mark it bad on disk, and the other one boots next", () => {
	writeBoots(crashedBoot("A", 900), crashedBoot("A", 300));
	const judgement = judgeBoot(paths, now);
	expect(judgement.mustReboot).toBe(true);
	expect(judgement.text).toMatch(/^slot A is marked bad: 2 crashes .*dm-verity.*other slot$/);
	expect(slotOf("A")).toMatchObject({ successful: false, tries: 0, next: false });
	expect(slotOf("B")).toMatchObject({ successful: true, next: true });
	expect(judgeBoot(paths, now)).toEqual({ mustReboot: false, text: undefined });
});

test("two crashes of the other slot mark it bad, and this boot goes on", () => {
	writeBoots(crashedBoot("B", 900), crashedBoot("B", 300));
	const judgement = judgeBoot(paths, now);
	expect(judgement).toMatchObject({ mustReboot: false, text: /^slot B is marked bad/ });
	expect(slotOf("B")).toMatchObject({ successful: false, tries: 0 });
});

test("a boot is noted with its slot, once, and a single crash changes nothing", () => {
	writeBoots(crashedBoot("A", 300));
	expect(judgeBoot(paths, now)).toEqual({ mustReboot: false, text: undefined });
	judgeBoot(paths, now);
	const text = readFileSync(join(paths.stateDirectory, "boots.json"), "utf8");
	const { boots } = JSON.parse(text);
	expect(boots).toHaveLength(2);
	expect(boots[1]).toEqual({
		bootId: "boot-now",
		slot: "A",
		rootHash: testRootHashes.A,
		startedAtSeconds: nowSeconds - 65,
	});
	expect(slotOf("A")).toMatchObject({ successful: true });
});

test("the list names time, slot and reason of every crash", async () => {
	writeBoots(crashedBoot("A", 900));
	crashedBoot("B", 300);
	const lines: string[] = [];
	const context = {
		paths,
		print: (line: string) => void lines.push(line),
		warn: () => {},
		randomBytes: (count: number) => new Uint8Array(count),
	};
	expect(await crashListCommand.run(context, [])).toBe(0);
	const [heading, first, second] = (lines[0] ?? "").split("\n");
	expect(heading).toMatch(/^AT +SLOT +UPTIME +WHY$/);
	expect(first).toMatch(/^2027-01-15T07:46:00Z +A +60 s +Kernel panic/);
	expect(second).toMatch(/^\S+ +- +60 s +Kernel panic/);
	lines.length = 0;
	expect(await crashListCommand.run(context, ["--json"])).toBe(0);
	expect(JSON.parse(lines[0] ?? "").crashes[0]).toMatchObject({ kind: "verity", slot: "A" });
});
