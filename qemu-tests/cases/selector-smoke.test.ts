import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { smokeScenarios } from "../../image/boot-selector/testing/smoke-scenarios.ts";
import { openToolTree } from "../../image/tools/tree.ts";

const work = mkdtempSync(join(tmpdir(), "soma-selector-smoke-"));

afterAll(() => {
	rmSync(work, { recursive: true, force: true });
});

test.each(smokeScenarios)(
	"the selector under firmware, with tiny programs for boot images: $name",
	async (scenario) => {
		expect(await scenario.run(openToolTree(), work)).toEqual([]);
	},
	300_000,
);
