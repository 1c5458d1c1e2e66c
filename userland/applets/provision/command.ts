import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { greatestConfigBytes } from "../../core/provision/check.ts";
import { describeError, SomaError } from "../../lib/errors.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { openConsoles } from "../../system/consoles.ts";
import { log } from "../../system/log.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { forgetDeviceRules, prepareDevices } from "../../system/provision/devices.ts";
import { fetchText } from "../../system/provision/fetch-config.ts";
import { openIgnition } from "../../system/provision/ignition.ts";
import {
	bootDiskJudge,
	readLocalFacts,
	readMachineFacts,
} from "../../system/provision/local-facts.ts";
import { openBootNetwork } from "../../system/provision/network.ts";
import { applyPresets } from "../../system/provision/presets.ts";
import { openStateStore } from "../../system/provision/state-store.ts";
import { readRelease } from "../../system/release.ts";
import { makeCommand } from "../command.ts";
import type { Command, Context } from "../context.ts";
import { changeCount } from "./count.ts";
import { type ProvisionPorts, provision } from "./provision.ts";

const spec = {
	name: "soma provision",
	summary: "Configures the node at its first boot; the initrd runs it.",
	details:
		"It looks for a configuration in the places that docs/operating.md names, has Ignition apply " +
		"it once,\nand waits with the reason on every console while that is not possible.",
	flags: {},
} as const satisfies CommandSpec;

/** `soma provision`: first-boot configuration, in the initrd and nowhere else. */
export const provisionCommand: Command = makeCommand(spec, async (context) => {
	if (!existsSync(context.paths.initrdRelease)) {
		throw new SomaError({
			code: "not-initrd",
			message: "this is not the initrd: a running node is not configured again",
			hint: "a reset begins anew at the next boot: `soma reset`",
		});
	}
	const { ports, end } = openPorts(context);
	try {
		await provision(ports);
	} catch (error) {
		ports.say(describeError(error).split("\n")); // the initrd ends now, and the journal with it
		throw error;
	}
	await end();
	return 0;
});

const fetchLimits = { bytes: greatestConfigBytes, timeoutMs: 60_000, redirects: 10 };

function openPorts({ paths, randomBytes }: Context): {
	readonly ports: ProvisionPorts;
	readonly end: () => Promise<void>;
} {
	const network = openBootNetwork(paths);
	const state = openStateStore(paths);
	const consoles = openConsoles(paths);
	const places = ignitionPlaces(paths);
	const ports: ProvisionPorts = {
		localFacts: () => readLocalFacts(paths),
		machine: () => readMachineFacts(paths),
		network,
		fetch: (url, authorities) => fetchText(url, fetchLimits, authorities),
		ignition: openIgnition(places),
		isBootDisk: () => bootDiskJudge(paths),
		prepareDevices: (wanted) => prepareDevices(paths, wanted),
		applyPresets: (enabled) => applyPresets(paths, enabled),
		state,
		changeCount: (change) => changeCount(paths, change),
		say: (lines) => {
			for (const line of lines) {
				consoles.write(`soma-provision: ${line}\n`);
				log("notice", `soma-provision: ${line}`);
			}
		},
		statePath: paths.provisionState,
		version: readRelease(paths).version.value ?? "unknown",
		nowMs: () => Date.now(),
		random: () => (randomBytes(1)[0] ?? 0) / 256,
		sleep: (ms) => Bun.sleep(ms),
	};
	return {
		ports,
		end: async () => {
			forgetDeviceRules();
			rmSync(places.work, { recursive: true, force: true }); // it holds every secret
			await network.stop();
			consoles.close();
		},
	};
}

/** Programs of /usr, which is verified, and of the initrd. */
function ignitionPlaces(paths: SystemPaths): Parameters<typeof openIgnition>[0] {
	const usr = join(paths.sysroot, "usr");
	return {
		program: join(usr, "lib/soma/provision/ignition"),
		root: paths.sysroot,
		work: "/run/soma/provision",
		authorities: join(paths.sysroot, "etc/ssl/certs/ca-certificates.crt"),
		path: [
			"/usr/lib/soma/ignition",
			join(usr, "lib/soma/provision"),
			...["/usr/bin", "/usr/sbin", join(usr, "bin"), join(usr, "sbin")],
		].join(":"),
	};
}
