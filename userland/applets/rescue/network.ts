import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { log } from "../../system/log.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { run } from "../../system/process.ts";
import { writeResolver } from "../../system/resolver.ts";
import { readText } from "../../system/text-file.ts";

/** How long a link and a DHCP server may take. */
const addressPatienceMs = 60_000;
const pollMs = 500;
const startTimeoutMs = 60_000;
const runtimeNetwork = "/run/systemd/network";

/**
 * Starts the network: as the node had it, when its files could be read, or by DHCP on every link.
 * @returns false when no link has a way out after a minute
 */
export async function startNetwork(
	paths: SystemPaths,
	nodeFiles: string | undefined,
): Promise<boolean> {
	if (nodeFiles !== undefined && existsSync(nodeFiles)) {
		mkdirSync(runtimeNetwork, { recursive: true });
		for (const name of readdirSync(nodeFiles).filter((file) => /\.(network|netdev)$/.test(file))) {
			copyFileSync(join(nodeFiles, name), join(runtimeNetwork, name));
		}
	}
	const start = (...units: readonly string[]): Promise<unknown> =>
		run({ argv: ["systemctl", "start", ...units], timeoutMs: startTimeoutMs });
	await start("systemd-udevd.service");
	await run({
		argv: ["udevadm", "trigger", "--action=add", "--subsystem-match=net"],
		timeoutMs: startTimeoutMs,
	});
	await start("systemd-networkd.service");
	const untilMs = performance.now() + addressPatienceMs;
	while (!isRoutable(paths)) {
		if (performance.now() > untilMs) {
			log("warning", "soma-rescue: no link has an address that leads anywhere");
			return false;
		}
		await Bun.sleep(pollMs);
	}
	writeResolver(paths);
	return true;
}

function isRoutable(paths: SystemPaths): boolean {
	return /^OPER_STATE=routable$/m.test(readText(join(paths.networkState, "state")) ?? "");
}
