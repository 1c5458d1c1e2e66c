import { existsSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../lib/errors.ts";
import type { SystemPaths } from "../paths.ts";
import { runUnchecked } from "../process.ts";

/**
 * Enables what the configuration wants enabled. PID 1 would do it only on a boot without a
 * machine-id, and after a reset there is one. Units of the image are enabled by links in /usr,
 * which this does not touch; everything else stays off by the image's own preset file.
 * @returns notes about units that do not exist
 * @throws SomaError `presets-failed`
 */
export async function applyPresets(
	paths: SystemPaths,
	enabled: readonly string[],
): Promise<string[]> {
	const argv = ["systemctl", `--root=${paths.sysroot}`, "preset-all"];
	const { exitCode, stderr } = await runUnchecked({ argv, timeoutMs: 120_000 });
	if (exitCode !== 0) {
		throw new SomaError({
			code: "presets-failed",
			message: `the units of the configuration could not be enabled: ${stderr.trim()}`,
			hint: "correct the [Install] sections of its units",
			retryable: true,
		});
	}
	const folders = ["etc/systemd/system", "usr/lib/systemd/system"];
	return enabled
		.filter((unit) => !folders.some((at) => existsSync(join(paths.sysroot, at, unit))))
		.map((unit) => `${unit} is to be enabled, but there is no such unit`);
}
