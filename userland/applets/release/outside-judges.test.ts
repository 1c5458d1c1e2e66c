import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openToolTree } from "../../../image/tools/tree.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import { contentOf, parseRelease, releasePartNames } from "../../core/repository/release.ts";
import { required } from "../../lib/assert.ts";
import { allAttacks } from "./testing-all-attacks.ts";
import { fileOfTarget } from "./testing-attacks-on-files.ts";
import { type Lab, makeLab } from "./testing-lab.ts";
import { caseOf, type PythonVerdict, pythonClient } from "./testing-python-client.ts";

let directory: string;
let lab: Lab;

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-judges-"));
	lab = await makeLab(directory);
});

afterAll(() => {
	rmSync(directory, { recursive: true });
});

test("python-tuf reads what we publish, and refuses what we refuse", async () => {
	const root = join(directory, "root.json");
	writeFileSync(root, lab.firstRoot);
	const seen = join(directory, "seen");
	const folderOf = (at: number): string => join(directory, "cases", String(at));
	// It sees no chunks, and a copy without the metadata of a state is none of its cases.
	const attacks = allAttacks(lab).filter(
		({ kind, name }) => kind !== "wrong chunk" && !name.endsWith(".cacnk"),
	);
	const cases = attacks.map((attack, at) => {
		return caseOf(attack, { folder: folderOf(at + 1), root, seen });
	});
	const genuine = { files: lab.genuine, node: "new" } as const;
	const first = { ...caseOf(genuine, { folder: folderOf(0), root, seen }), keep: seen };
	const verdicts = await askPython([first, ...cases]);
	const [took, ...others] = verdicts;
	const targets = took !== undefined && "took" in took ? took.took : {};
	expect(Object.keys(targets)).toContain("channels/stable.json");
	expect(Object.keys(targets).length).toBe(20);

	const bad: string[] = [];
	const kinds = new Map<string, number>();
	for (const [at, verdict] of others.entries()) {
		const { kind, name, mayPass } = required(attacks[at], "an attack");
		if ("refused" in verdict) {
			kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		} else if (JSON.stringify(verdict.took) !== JSON.stringify(targets)) {
			bad.push(`${kind}: ${name}: WRONG RESULT`);
		} else if (mayPass !== true) {
			process.stdout.write(`python-tuf takes what we refuse, unharmed: ${kind}: ${name}\n`);
		}
	}
	const refused = [...kinds.values()].reduce((sum, count) => sum + count, 0);
	process.stdout.write(`python-tuf refuses ${refused} of ${attacks.length} attacks `);
	process.stdout.write(`(${kinds.size} kinds), and takes ${bad.length} wrong results\n`);
	expect(bad).toEqual([]);
	expect(kinds.size).toBeGreaterThanOrEqual(20);
});

async function askPython(cases: readonly unknown[]): Promise<readonly PythonVerdict[]> {
	const [program, asked, answered] = ["client.py", "cases.json", "verdicts.json"].map((name) =>
		join(directory, name),
	) as [string, string, string];
	writeFileSync(program, pythonClient);
	writeFileSync(asked, JSON.stringify(cases));
	await openToolTree().run({ argv: ["python3", program, asked, answered] });
	return JSON.parse(readFileSync(answered, "utf8"));
}

test("casync unpacks every part of every release from the published store", async () => {
	const repository = join(directory, "genuine");
	const tree = openToolTree();
	for (const version of ["4800", "4801"]) {
		const name = fileOfTarget(lab.genuine, `releases/${version}/release.json`);
		const text = readFileSync(join(repository, name), "utf8");
		const release = parseRelease(text, version);
		for (const part of releasePartNames) {
			const { index, sha256 } = contentOf(release, part);
			const path = fileOfTarget(lab.genuine, `releases/${version}/${index}`);
			const target = join(directory, "extracted");
			rmSync(target, { force: true });
			const store = `--store=${join(repository, chunkFolder)}`;
			await tree.run({ argv: ["casync", "extract", store, join(repository, path), target] });
			const found = createHash("sha256").update(readFileSync(target)).digest("hex");
			expect([version, part, found]).toEqual([version, part, sha256]);
		}
	}
});
