import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatResolvConf } from "../core/network/networkd.ts";
import { errnoOf } from "../lib/errors.ts";
import { log } from "./log.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** Lets the programs of the initrd use the name servers that networkd(8) knows. */
export function writeResolver(paths: SystemPaths): void {
	try {
		const state = readText(join(paths.networkState, "state")) ?? "";
		writeFileSync(paths.resolvConf, formatResolvConf(state, readLeases(paths)));
	} catch (error) {
		log("warning", `soma: ${paths.resolvConf} cannot be written (${errnoOf(error)})`);
	}
}

/** The texts of networkd's lease files, one for each link that has an address by DHCP. */
export function readLeases(paths: SystemPaths): string[] {
	try {
		return readdirSync(join(paths.networkState, "leases"))
			.sort()
			.map((name) => readText(join(paths.networkState, "leases", name)) ?? "");
	} catch {
		return []; // no link has one yet
	}
}
