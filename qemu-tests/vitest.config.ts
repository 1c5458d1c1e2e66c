import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Cases that take minutes, longest first: begun last, one of them would run alone at the end. */
const longCases = [
	...[
		"update-rollback",
		"update-cluster",
		"update-power-cuts",
		"update-programs",
		"update-releases",
	],
	...[
		"rescue-install",
		"node-hangs",
		"node-rot",
		"node-faults",
		"node-power-cuts",
		"image-rebuild",
	],
	...["live-install", "node-sealed-state", "live-ipxe", "node-configured", "live-iso"],
	...["node-rescue", "image-outputs", "node-config-sources", "node-operator", "node-config-bad"],
];

class LongCasesFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification): number => {
			const place = longCases.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
			return place < 0 ? longCases.length : place;
		};
		return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
	}
}

/**
 * The cases that boot machines. Each file is one case; at most two run at once, since each keeps a
 * processor busy. A failed case is never tried again: a test that passes at the second try hides a
 * fault.
 */
const root = join(import.meta.dirname, "..");

const config = defineConfig({
	root,
	test: {
		include: ["qemu-tests/cases/**/*.test.ts"],
		pool: "forks",
		maxWorkers: 2,
		retry: 0,
		sequence: { sequencer: LongCasesFirst },
		testTimeout: 1_800_000,
		hookTimeout: 900_000,
		reporters: ["verbose"],
	},
});

export { config as default };
