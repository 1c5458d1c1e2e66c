import { formatBytes } from "../../userland/lib/table.ts";
import type { HostFacts } from "./facts.ts";

/** What one look at the machine found. */
export interface Finding {
	readonly name: string;
	readonly ok: boolean;
	readonly found: string;
	/** What to type or change; empty when nothing is wrong. */
	readonly cure: string;
	/** Debian packages that root may install by itself to cure this. */
	readonly packages: readonly string[];
}

/** What a build needs of the machine, measured once and rounded up. */
export const needs = {
	/** Tool tree 1 GiB, kernel source and objects 2 GiB, base trees, images, lab disks. */
	cacheBytes: 8 * 1024 ** 3,
	/** With the tool tree there and the kernel most likely built. */
	cacheWarmBytes: 3 * 1024 ** 3,
	/** node_modules and the images in out/. */
	checkoutBytes: 3 * 1024 ** 3,
	memoryBytes: 3 * 1024 ** 3,
	subordinateIds: 65_536,
} as const;

const packageOf: Readonly<Record<string, string>> = {
	mmdebstrap: "mmdebstrap",
	newuidmap: "uidmap",
	newgidmap: "uidmap",
	unshare: "util-linux",
	pivot_root: "util-linux",
	mount: "mount",
	tar: "tar",
};

/** Judges the facts; a row for everything that was looked at, in the order in which to cure it. */
export function judge(facts: HostFacts): Finding[] {
	return [
		judgeMachine(facts),
		judgePrograms(facts),
		...judgeKeys(facts),
		...(facts.isRoot ? [] : [judgeIds(facts)]),
		judgeNamespaces(facts),
		judgeCache(facts),
		judgeSpace("disk, cache", facts.cacheFreeBytes, cacheNeed(facts), facts.cachePath),
		judgeSpace("disk, checkout", facts.checkoutFreeBytes, needs.checkoutBytes, "the checkout"),
		judgeMemory(facts),
		judgeArchive(facts),
	];
}

function good(name: string, found: string): Finding {
	return { name, ok: true, found, cure: "", packages: [] };
}

function bad(name: string, found: string, cure: string, packages: readonly string[] = []): Finding {
	return { name, ok: false, found, cure, packages };
}

function cacheNeed(facts: HostFacts): number {
	return facts.hasToolTree ? needs.cacheWarmBytes : needs.cacheBytes;
}

function judgeMachine(facts: HostFacts): Finding {
	const found = `${facts.platform} ${facts.architecture}, ${facts.distribution}`;
	return facts.platform === "linux" && facts.architecture === "x64"
		? good("machine", found)
		: bad("machine", found, "use Linux on x86-64, for example a virtual machine");
}

function installLine(facts: HostFacts, packages: readonly string[]): string {
	const line = `apt-get install --yes ${packages.join(" ")}`;
	if (!facts.hasApt) {
		return `install the equivalents of the Debian packages ${packages.join(" ")}`;
	}
	return facts.isRoot ? line : `sudo ${line}`;
}

function judgePrograms(facts: HostFacts): Finding {
	if (facts.missingPrograms.length === 0) {
		return good("programs", "all there");
	}
	const packages = [...new Set(facts.missingPrograms.map((name) => packageOf[name] ?? name))];
	const found = `missing: ${facts.missingPrograms.join(", ")}`;
	return bad("programs", found, installLine(facts, packages), packages);
}

function judgeKeys(facts: HostFacts): Finding[] {
	if (facts.hasToolTree || facts.hasArchiveKeys) {
		return [];
	}
	const packages = ["debian-archive-keyring"];
	return [bad("Debian keys", "missing", installLine(facts, packages), packages)];
}

function judgeIds(facts: HostFacts): Finding {
	const { users, groups } = facts.subordinateIds;
	const found = `${users} user and ${groups} group ids`;
	const range = "100000-165535";
	return users >= needs.subordinateIds && groups >= needs.subordinateIds
		? good("subordinate ids", found)
		: bad(
				"subordinate ids",
				found,
				`sudo usermod --add-subuids ${range} --add-subgids ${range} ${facts.user}`,
			);
}

function judgeNamespaces(facts: HostFacts): Finding {
	const name = facts.isRoot ? "mount namespace" : "user namespace";
	if (facts.namespaceFailure === undefined) {
		return good(name, "tried, works");
	}
	const found = facts.namespaceFailure.split("\n")[0] ?? "";
	if (facts.isRoot) {
		return bad(name, found, "run with the capability CAP_SYS_ADMIN (docker: --privileged)");
	}
	if (facts.apparmorRestricts === true) {
		const cure = "sudo sysctl --write kernel.apparmor_restrict_unprivileged_userns=0";
		return bad(name, found, cure);
	}
	return bad(
		name,
		found,
		"cure the rows above first; else sudo sysctl --write user.max_user_namespaces=15000",
	);
}

function judgeCache(facts: HostFacts): Finding {
	const failure = facts.cacheFailure;
	return failure === undefined
		? good("cache", facts.cachePath)
		: bad("cache", failure.message, failure.hint);
}

function judgeSpace(name: string, free: number, needed: number, place: string): Finding {
	const found = `${formatBytes(free)} free`;
	return free >= needed
		? good(name, found)
		: bad(name, found, `free ${formatBytes(needed - free)} more for ${place}`);
}

function judgeMemory(facts: HostFacts): Finding {
	const found = `${formatBytes(facts.memoryAvailableBytes)} available`;
	return facts.memoryAvailableBytes >= needs.memoryBytes
		? good("memory", found)
		: bad("memory", found, `end other programs until ${formatBytes(needs.memoryBytes)} are free`);
}

function judgeArchive(facts: HostFacts): Finding {
	if (facts.hasToolTree) {
		return good("Debian archive", "not needed for the tool tree");
	}
	return facts.archiveFailure === undefined
		? good("Debian archive", "reachable")
		: bad("Debian archive", facts.archiveFailure, "make `apt-get update` work on this machine");
}
