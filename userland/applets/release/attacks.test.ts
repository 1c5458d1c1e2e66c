import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededBytes } from "../../testing/seeded-bytes.ts";
import { allAttacks } from "./testing-all-attacks.ts";
import type { Attack } from "./testing-attack.ts";
import { keysFor } from "./testing-attacks-on-trust.ts";
import { runRelease } from "./testing-commands.ts";
import { forge } from "./testing-forge.ts";
import { type Lab, makeLab, readFiles } from "./testing-lab.ts";
import type { Loose } from "./testing-loose.ts";
import { type Verdict, Visitors } from "./testing-visit.ts";

/** Nodes flush what they keep, which takes long on a disk. */
const fastDirectory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

let directory: string;
let lab: Lab;
let visitors: Visitors;
let genuine: string;

beforeAll(async () => {
	directory = mkdtempSync(join(fastDirectory, "soma-attacks-"));
	lab = await makeLab(directory);
	visitors = new Visitors(join(directory, "nodes"));
	const { firstRoot } = lab;
	const seen = await visitors.visit({ files: lab.genuine, firstRoot }, "seen");
	expect(seen.kind).toBe("took");
	expect(visitors.fetchedRows).toBeGreaterThan(0);
	genuine = seen.kind === "took" ? seen.result : "";
});

afterAll(() => {
	rmSync(directory, { recursive: true });
});

/**
 * A node that takes a repository reads all of it: what every channel says, every release, and the
 * bytes of every part. Its result is wrong when any of that differs from what was published. A flip
 * in a file that nobody reads any more, in white space or in a signature too many is unharmed.
 */
function isWrong(verdict: Verdict): boolean {
	return verdict.kind === "took" && verdict.result !== genuine;
}

async function meet(attack: Attack): Promise<Verdict> {
	const before = attack.node === "seen" ? { stateBefore: "seen" } : {};
	return await visitors.visit({ ...attack, ...before, firstRoot: lab.firstRoot });
}

test("of 1,000 flips of one byte, over every file, none gives a wrong result", async () => {
	const seed = 20_261_130;
	const random = seededBytes(seed, 8000);
	const names = [...lab.genuine.keys()];
	const counts = { refused: 0, unharmed: 0, wrong: 0 };
	const hit = new Set<string>();
	for (let at = 0; at < 1000; at++) {
		const [a = 0, b = 0, c = 0, d = 0, mask = 0] = random.subarray(8 * at);
		const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
		const name = names[at < names.length ? at : number % names.length] ?? "";
		const bytes = Uint8Array.from(lab.genuine.get(name) ?? []);
		const place = number % bytes.length;
		bytes[place] = (bytes[place] ?? 0) ^ (mask === 0 ? 1 : mask);
		hit.add(name);
		const files = new Map([...lab.genuine, [name, bytes]]);
		const node = at % 2 === 0 ? {} : { stateBefore: "seen" };
		const verdict = await visitors.visit({ files, firstRoot: lab.firstRoot, ...node });
		expect([isWrong(verdict), `seed ${seed}, flip ${at}: ${name} byte ${place}`]).toContain(false);
		counts[verdict.kind === "refused" ? "refused" : "unharmed"] += 1;
	}
	expect(hit.size).toBe(names.length);
	process.stdout.write(`flips over ${names.length} files: ${JSON.stringify(counts)}\n`);
});

test("of 200 attacks and more, none gives a wrong result", async () => {
	const all = allAttacks(lab);
	const kinds = new Map<string, { refused: number; unharmed: number; codes: Set<string> }>();
	const bad: string[] = [];
	for (const attack of all) {
		const { kind, name, mayPass } = attack;
		const verdict = await meet(attack);
		const row = kinds.get(kind) ?? { refused: 0, unharmed: 0, codes: new Set() };
		kinds.set(kind, row);
		if (verdict.kind === "refused") {
			row.refused += 1;
			row.codes.add(verdict.code);
		} else {
			row.unharmed += 1;
			if (isWrong(verdict) || mayPass !== true) {
				bad.push(`${kind}: ${name}: ${isWrong(verdict) ? "WRONG RESULT" : "was taken"}`);
			}
		}
	}
	for (const [kind, { refused, unharmed, codes }] of kinds) {
		const words = [...codes].sort().join(" ");
		process.stdout.write(`${kind}: ${refused} refused, ${unharmed} unharmed (${words})\n`);
	}
	process.stdout.write(`${all.length} attacks of ${kinds.size} kinds, ${bad.length} bad\n`);
	expect(bad).toEqual([]);
	expect(all.length).toBeGreaterThanOrEqual(200);
});

test("a thief of the online key freezes nodes, and new keys set them free", async () => {
	const { genuine: files, firstRoot } = lab;
	const key = keysFor(lab).online;
	const ahead = (signed: Loose): void => {
		signed["version"] = 2 ** 31;
	};
	const frozen = forge(files, {
		edits: { snapshot: ahead, timestamp: ahead },
		signers: { snapshot: [key], timestamp: [key] },
	});
	const visit = { firstRoot, stateBefore: "seen" };
	const taken = await visitors.visit({ ...visit, files: frozen }, "frozen");
	expect(taken).toEqual({ kind: "took", result: genuine });
	const held = { firstRoot, stateBefore: "frozen" };
	const refused = await visitors.visit({ ...held, files });
	expect(refused).toMatchObject({ kind: "refused", code: "repository-rollback" });

	const places = ["genuine", "keys"].map((name) => join(directory, name));
	const [repository = "", keys = ""] = places;
	const flags = [`--repository=${repository}`, `--keys=${keys}`];
	await runRelease("rotate-keys", "--role=online", `--new-keys=${keys}`, ...flags);
	rmSync(join(keys, "online-2.pem"));
	await runRelease("withdraw", "4801", "--replace=4800", ...flags);
	const free = await visitors.visit({ ...held, files: readFiles(repository) }, "free");
	expect(free.kind === "took" && JSON.parse(free.result).channels[1].withdrawn).toEqual(["4801"]);
	const again = await visitors.visit({ firstRoot, stateBefore: "free", files: frozen });
	expect(again).toMatchObject({ kind: "refused", code: "repository-signature" });
});
