import { defineConfig } from "vitest/config";

/** Unit, property and simulation tests only; QEMU cases have a configuration of their own. */
const config = defineConfig({
	test: {
		include: ["{image,userland,kernel-config,scripts,qemu-tests}/**/*.test.ts"],
		exclude: ["qemu-tests/cases/**", "**/node_modules/**"],
		testTimeout: 120_000,
		hookTimeout: 120_000,
	},
});

export { config as default };
