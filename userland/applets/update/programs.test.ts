import { describe, expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { programPaths } from "../../core/update/programs.ts";
import type { ProgramsDocument } from "../../core/update/programs-document.ts";
import { SomaError } from "../../lib/errors.ts";
import { sha256Of } from "../../system/chunk-store.ts";
import { describeVariables } from "../../testing/simulated-boot.ts";
import {
	type ProgramNode,
	type ProgramRelease,
	programNode,
	programRelease,
} from "../../testing/simulated-programs.ts";
import { PowerCut } from "../../testing/simulated-store.ts";
import { tendPrograms } from "./programs.ts";
import { readPrograms } from "./session.ts";

const first = programRelease("1");
const second = programRelease("2");
const hanging = programRelease("3", "hangs");
const returning = programRelease("4", "returns");
const last = programRelease("5");
const releases = [first, second, hanging, returning, last];

function documentOf(node: ProgramNode): ProgramsDocument {
	return readPrograms(node.files, (text) => {
		throw new Error(text); // a power cut never leaves a document that cannot be read
	});
}

function bitsOf(node: ProgramNode, place: keyof typeof programPaths): string | undefined {
	const bytes = node.esp.files.get(programPaths[place]);
	return bytes === undefined ? undefined : sha256Of(bytes);
}

const selectorOf = (release: ProgramRelease): string => sha256Of(release.bytes.selector);
const rescueOf = (release: ProgramRelease): string => sha256Of(release.bytes.rescue);

/** Starts the machine, cycling its power while it hangs. */
function startUntilUp(node: ProgramNode): { readonly hangs: readonly string[] } {
	const hangs: string[] = [];
	for (;;) {
		const start = node.start();
		if (start.kind === "up") {
			return { hangs };
		}
		expect(start.kind, "what a power-on came to").toBe("hangs");
		// Whatever hangs does so once: the next power-on is without it.
		expect(hangs).toHaveLength(0);
		hangs.push(start.kind === "hangs" ? start.sha256 : "");
	}
}

describe.each(["entry", "image"] as const)("a node that was installed by %s", (installedBy) => {
	function newNode(): ProgramNode {
		const node = programNode(releases, installedBy, seededNumbers(7));
		startUntilUp(node);
		return node;
	}

	test("a new selector is tried by the next restart, and then is in both places", async () => {
		const node = newNode();
		const before = describeVariables(node.firmware);
		node.running = second;
		await tendPrograms(node.ports);
		expect(bitsOf(node, "rescue")).toBe(rescueOf(second));
		expect(bitsOf(node, "first")).toBe(selectorOf(second));
		expect(bitsOf(node, "second")).toBe(selectorOf(first));
		expect(documentOf(node).trial.kind).toBe("waiting");
		expect(node.start()).toEqual({ kind: "up", sha256: selectorOf(second) });
		await tendPrograms(node.ports);
		expect(bitsOf(node, "second")).toBe(selectorOf(second));
		expect(documentOf(node)).toMatchObject({
			trial: { kind: "none" },
			selector: { version: "2" },
			rescue: { version: "2" },
			failed: [],
		});
		expect(describeVariables(node.firmware)).toBe(before);
	});

	test.each([
		["hangs", hanging],
		["comes back", returning],
	])("a selector that %s is undone, told of, and never tried again", async (_, bad) => {
		const node = newNode();
		const before = describeVariables(node.firmware);
		node.running = bad;
		await tendPrograms(node.ports);
		expect(startUntilUp(node).hangs).toHaveLength(bad === hanging ? 1 : 0);
		await tendPrograms(node.ports);
		expect(bitsOf(node, "first")).toBe(selectorOf(first));
		expect(documentOf(node)).toMatchObject({
			trial: { kind: "none" },
			failed: [{ version: bad.described.description.version }],
		});
		expect(node.said.join("\n")).toContain("is not taken again on this node");
		for (let boot = 0; boot < 3; boot++) {
			expect(startUntilUp(node).hangs).toEqual([]);
			await tendPrograms(node.ports);
			expect(describeVariables(node.firmware)).toBe(before);
		}
		node.running = last;
		await tendPrograms(node.ports);
		startUntilUp(node);
		await tendPrograms(node.ports);
		expect([bitsOf(node, "first"), bitsOf(node, "second")]).toEqual(
			Array(2).fill(selectorOf(last)),
		);
	});

	test("nothing is touched while the running slot is not proven", async () => {
		const node = newNode();
		node.running = second;
		node.isProven = false;
		await tendPrograms(node.ports);
		expect(bitsOf(node, "rescue")).toBe(rescueOf(first));
	});

	test("an older release changes nothing, and a copy that is gone is mended", async () => {
		const node = newNode();
		node.running = second;
		await tendPrograms(node.ports);
		startUntilUp(node);
		await tendPrograms(node.ports);
		node.running = first;
		// An image has no entry for the first copy: without the second it does not start.
		const places = installedBy === "entry" ? (["second", "first"] as const) : (["first"] as const);
		for (const place of places) {
			node.esp.files.delete(programPaths[place]);
			await node.esp.change(async () => {});
			expect(startUntilUp(node).hangs).toEqual([]);
			await tendPrograms(node.ports);
			expect([bitsOf(node, "first"), bitsOf(node, "second")], place).toEqual(
				Array(2).fill(selectorOf(second)),
			);
		}
		expect(bitsOf(node, "rescue")).toBe(rescueOf(second));
	});
});

test("of a rescue only what the older one does not have is fetched", async () => {
	const node = programNode(releases, "entry", seededNumbers(1));
	startUntilUp(node);
	node.running = second;
	await tendPrograms(node.ports);
	expect(node.fetchedBytes()).toBeLessThan(second.bytes.rescue.length / 2);
	expect(node.files.list("program-chunks")).toEqual([]);
});

test("a node whose server is gone says so, and takes its programs when asked to", async () => {
	const node = programNode(releases, "entry", seededNumbers(1));
	startUntilUp(node);
	node.running = second;
	const programIndex = () => {
		throw new SomaError({ code: "update-no-server", message: "there is no server" });
	};
	const repository = { ...node.ports.repository, programIndex };
	await tendPrograms({ ...node.ports, repository });
	expect(documentOf(node).check.problem).toContain("soma update apply --from PLACE");
	await tendPrograms(node.ports);
	expect(bitsOf(node, "rescue"), "before the back-off is over").toBe(rescueOf(first));
	await tendPrograms(node.ports, true);
	expect(bitsOf(node, "rescue")).toBe(rescueOf(second));
	expect(documentOf(node).check.problem).toBeUndefined();
});

test("a partition without room is left as it is, and the failure is told", async () => {
	const usedBytes = 2 * first.bytes.selector.length + first.bytes.rescue.length;
	const node = programNode(releases, "entry", seededNumbers(1), usedBytes + 1024);
	startUntilUp(node);
	node.running = second;
	await tendPrograms(node.ports);
	expect(bitsOf(node, "rescue")).toBe(rescueOf(first));
	expect([...node.esp.files.keys()]).toHaveLength(3);
	expect(documentOf(node).check.problem).toMatch(/has .* free, and EFI\/soma\/rescue.efi needs/);
});

test("without EFI variables, or when they say nothing, the selector stays", async () => {
	for (const change of ["gone", "silent"] as const) {
		const node = programNode(releases, "entry", seededNumbers(1));
		startUntilUp(node);
		node.running = second;
		const { read } = node.ports.firmware;
		const silent = () => {
			const variables = read();
			return variables && { ...variables, current: undefined };
		};
		const firmware = {
			...node.ports.firmware,
			read: change === "gone" ? () => undefined : silent,
		};
		await tendPrograms({ ...node.ports, firmware });
		expect(bitsOf(node, "first")).toBe(selectorOf(first));
		expect(bitsOf(node, "rescue")).toBe(rescueOf(second));
		expect(documentOf(node).check.problem).toContain("the selector is not updated");
	}
});

test.each([
	["good", second],
	["hanging", hanging],
])("one cut at each effect of the update to a %s selector does no harm", async (_, release) => {
	const lastEffects = [0, 1, 2].map(() => 0);
	for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
		for (const boot of lastEffects.keys()) {
			for (let effects = 0; await cutOnce(release, seed, boot, effects); effects++) {
				lastEffects[boot] = effects;
			}
		}
	}
	expect(Math.min(...lastEffects.slice(0, 2)), "effects of a boot").toBeGreaterThan(10);
});

/** False when the boot has fewer effects; fails when the machine does not start afterwards. */
async function cutOnce(
	release: ProgramRelease,
	seed: number,
	boot: number,
	effects: number,
): Promise<boolean> {
	const node = programNode(releases, seed % 2 === 0 ? "entry" : "image", seededNumbers(seed));
	node.running = release;
	for (let before = 0; before < boot; before++) {
		startUntilUp(node);
		await tendPrograms(node.ports);
	}
	startUntilUp(node);
	node.cutAfter(effects);
	try {
		await tendPrograms(node.ports);
		return false;
	} catch (error) {
		if (!(error instanceof PowerCut)) {
			throw error;
		}
		node.cut();
	}
	for (let after = 0; after < 4; after++) {
		startUntilUp(node);
		await tendPrograms(node.ports);
	}
	expect(documentOf(node).trial.kind).toBe("none");
	expect(bitsOf(node, "first")).toBe(bitsOf(node, "second"));
	return true;
}

test("power cuts at any effect leave a machine that starts, and whole copies", async () => {
	let cuts = 0;
	let starts = 0;
	let seed = 0;
	const byState = new Map<string, number>();
	while (cuts < 400) {
		seed++;
		const random = seededNumbers(seed);
		const node = programNode(releases, seed % 2 === 0 ? "entry" : "image", random);
		try {
			startUntilUp(node);
			const before = describeVariables(node.firmware);
			for (const release of [second, hanging, returning, last]) {
				node.running = release;
				const life = await liveUntilSettled(node, random, byState);
				cuts += life.cuts;
				starts += life.starts;
				const bits = [bitsOf(node, "first"), bitsOf(node, "second")];
				expect(bits[0]).toBe(bits[1]);
				expect([first, second, last].map(selectorOf)).toContain(bits[0]);
				expect(bitsOf(node, "rescue")).toBe(rescueOf(release));
				const isRefused = documentOf(node).failed.some(
					({ sha256 }) => sha256 === selectorOf(release),
				);
				expect(isRefused || bits[0] === selectorOf(release)).toBe(true);
				expect(describeVariables(node.firmware)).toBe(before);
			}
		} catch (error) {
			throw new Error(`seed ${seed}`, { cause: error });
		}
	}
	const states = [...byState].map(([state, count]) => `${state} ${count}`).join(", ");
	process.stdout.write(
		`${cuts} cuts (${states}) of ${seed} nodes in ${starts} starts: 0 unbootable\n`,
	);
	for (const state of ["none", "preparing", "arming", "waiting", "copying", "restoring"]) {
		expect(byState.get(state), `cuts in ${state}`).toBeGreaterThan(0);
	}
});

/** Starts, with cuts at random effects in the first of them, until nothing is left to do. */
async function liveUntilSettled(
	node: ProgramNode,
	random: (limit: number) => number,
	byState: Map<string, number>,
): Promise<{ readonly cuts: number; readonly starts: number }> {
	let cuts = 0;
	for (let starts = 1; starts <= 40; starts++) {
		startUntilUp(node);
		const isQuiet = starts > 8;
		node.cutAfter(isQuiet ? undefined : random(90));
		try {
			await tendPrograms(node.ports);
			node.cutAfter(undefined);
			if (isQuiet && documentOf(node).trial.kind === "none") {
				return { cuts, starts };
			}
		} catch (error) {
			if (!(error instanceof PowerCut)) {
				throw error;
			}
			cuts++;
			node.cut();
			const { kind } = documentOf(node).trial;
			byState.set(kind, (byState.get(kind) ?? 0) + 1);
		}
	}
	throw new Error("the programs are not settled after 40 starts");
}
