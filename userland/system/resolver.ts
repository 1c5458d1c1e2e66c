import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../lib/errors.ts";
import { log } from "./log.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** The text of resolv.conf(5) for the DNS servers in the state of networkd(8). */
export function resolverText(networkState: string): string {
	const servers = /^DNS=(.*)$/m.exec(networkState)?.[1] ?? "";
	const domains = /^(?:DOMAINS|ROUTE_DOMAINS)=(.+)$/m.exec(networkState)?.[1];
	return [
		...servers
			.split(/\s+/)
			.filter((server) => server !== "")
			.slice(0, 3) // resolv.conf(5) reads no more
			.map((server) => `nameserver ${server}`),
		...(domains === undefined ? [] : [`search ${domains}`]),
		"",
	].join("\n");
}

/** Lets the resolver of libc use the DNS servers that DHCP named, where there is no resolved(8). */
export function writeResolver(paths: SystemPaths): void {
	try {
		writeFileSync(
			paths.resolvConf,
			resolverText(readText(join(paths.networkState, "state")) ?? ""),
		);
	} catch (error) {
		log("warning", `soma-live: ${paths.resolvConf} cannot be written (${errnoOf(error)})`);
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
