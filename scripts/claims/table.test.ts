import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { benchmarks } from "../bench/table.ts";
import { soakJobs } from "../soak/table.ts";
import type { Evidence } from "./claim.ts";
import { claimTable } from "./table.ts";

function exists(evidence: Evidence): boolean {
	switch (evidence.kind) {
		case "unit":
			return existsSync(join(repositoryRoot, evidence.file));
		case "qemu":
			return existsSync(join(repositoryRoot, `qemu-tests/cases/${evidence.name}.test.ts`));
		case "soak":
			return soakJobs.some((job) => job.name === evidence.job);
		case "bench":
			return benchmarks.some((benchmark) => benchmark.name === evidence.name);
		case "budget":
			return true;
	}
}

test("every claim has a name of its own and evidence that exists", () => {
	expect(new Set(claimTable.map((claim) => claim.id)).size).toBe(claimTable.length);
	for (const claim of claimTable) {
		expect(claim.id).toMatch(new RegExp(`^${claim.topic}-[a-z0-9-]+$`));
		expect(claim.evidence.length).toBeGreaterThan(0);
		expect(claim.evidence.filter((evidence) => !exists(evidence))).toEqual([]);
	}
});
