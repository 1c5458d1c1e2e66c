import { join } from "node:path";
import { defineConfig } from "vitest/config";

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
		testTimeout: 900_000,
		hookTimeout: 900_000,
		reporters: ["verbose"],
	},
});

export { config as default };
