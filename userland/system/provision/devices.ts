import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { WantedDevices } from "../../core/provision/check.ts";
import { SomaError } from "../../lib/errors.ts";
import type { SystemPaths } from "../paths.ts";
import { runUnchecked } from "../process.ts";

const rulesFolder = "/run/udev/rules.d";
const rules = "60-persistent-storage.rules";
const patienceMs = 30_000;
const pollMs = 200;

/**
 * Makes the links of /dev/disk that a configuration names, and waits for the disks that it
 * partitions. The initrd has none of these links, so that /usr and STATE are never taken from
 * another disk; now both are open.
 * @throws SomaError `device-missing`
 */
export async function prepareDevices(
	paths: SystemPaths,
	{ disks, fileSystems }: WantedDevices,
): Promise<void> {
	if ([...disks, ...fileSystems].some((device) => device.startsWith("/dev/disk/"))) {
		mkdirSync(rulesFolder, { recursive: true });
		copyFileSync(join(paths.sysroot, "usr/lib/udev/rules.d", rules), join(rulesFolder, rules));
		await udevadm("control", "--reload");
		await udevadm("trigger", "--settle", "--action=change", "--subsystem-match=block");
	}
	const untilMs = performance.now() + patienceMs;
	for (;;) {
		const missing = disks.filter((device) => !existsSync(device));
		if (missing.length === 0) {
			return;
		}
		if (performance.now() > untilMs) {
			throw new SomaError({
				code: "device-missing",
				message: `the configuration partitions ${missing.join(", ")}: no such disk`,
				hint: "attach the disk, or correct storage.disks",
				retryable: true,
			});
		}
		await Bun.sleep(pollMs);
	}
}

/** The system itself has its own rules. */
export function forgetDeviceRules(): void {
	rmSync(join(rulesFolder, rules), { force: true });
}

async function udevadm(...words: readonly string[]): Promise<void> {
	await runUnchecked({ argv: ["udevadm", ...words], timeoutMs: 60_000 });
}
