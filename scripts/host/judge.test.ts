import { expect, test, vi } from "vitest";
import {
	availableMemory,
	countSubordinateIds,
	distributionOf,
	type HostFacts,
	userName,
} from "./facts.ts";
import { judge } from "./judge.ts";

const gibibyte = 1024 ** 3;
const root: HostFacts = {
	platform: "linux",
	architecture: "x64",
	user: "root",
	isRoot: true,
	distribution: "debian",
	hasApt: true,
	hasArchiveKeys: true,
	missingPrograms: [],
	subordinateIds: { users: 0, groups: 0 },
	namespaceFailure: undefined,
	apparmorRestricts: undefined,
	cachePath: "/cache",
	cacheFailure: undefined,
	cacheFreeBytes: 20 * gibibyte,
	checkoutFreeBytes: 20 * gibibyte,
	memoryTotalBytes: 8 * gibibyte,
	memoryAvailableBytes: 6 * gibibyte,
	hasToolTree: false,
	archiveFailure: undefined,
};
const user: HostFacts = {
	...root,
	user: "ann",
	isRoot: false,
	subordinateIds: { users: 65_536, groups: 65_536 },
};

/** The names and cures of what failed. */
function failures(facts: HostFacts): string[][] {
	return judge(facts)
		.filter((finding) => !finding.ok)
		.map((finding) => [finding.name, finding.cure]);
}

test("a good machine has nothing to cure, as root and as a user", () => {
	expect(failures(root)).toEqual([]);
	expect(failures(user)).toEqual([]);
});

test("a user is told the exact line, root gets the packages", () => {
	const missingPrograms = ["mmdebstrap", "newuidmap", "newgidmap"];
	expect(failures({ ...user, missingPrograms })).toEqual([
		["programs", "sudo apt-get install --yes mmdebstrap uidmap"],
	]);
	const finding = judge({ ...root, missingPrograms: ["mmdebstrap"] }).find((row) => !row.ok);
	expect(finding?.packages).toEqual(["mmdebstrap"]);
});

test("without apt the packages are named", () => {
	const facts = { ...user, hasApt: false, missingPrograms: ["mmdebstrap"] };
	expect(failures(facts)[0]?.[1]).toContain("equivalents of the Debian packages mmdebstrap");
});

test("no subordinate ids", () => {
	const facts = { ...user, subordinateIds: { users: 0, groups: 65_536 } };
	expect(failures(facts)).toEqual([
		["subordinate ids", "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ann"],
	]);
});

test("a namespace that cannot be made, with and without AppArmor's switch", () => {
	const namespaceFailure = "unshare: unshare failed: Operation not permitted";
	expect(failures({ ...user, namespaceFailure, apparmorRestricts: true })[0]?.[1]).toContain(
		"kernel.apparmor_restrict_unprivileged_userns=0",
	);
	expect(failures({ ...user, namespaceFailure })[0]?.[1]).toContain("max_user_namespaces");
	expect(failures({ ...root, namespaceFailure })[0]?.[1]).toContain("CAP_SYS_ADMIN");
});

test("too little space, memory and network", () => {
	const facts = {
		...root,
		cacheFreeBytes: 7 * gibibyte,
		checkoutFreeBytes: gibibyte,
		memoryAvailableBytes: gibibyte,
		archiveFailure: "Could not resolve",
	};
	expect(failures(facts).map(([name]) => name)).toEqual([
		"disk, cache",
		"disk, checkout",
		"memory",
		"Debian archive",
	]);
	expect(failures(facts)[0]?.[1]).toBe("free 1 GiB more for /cache");
});

test("with a tool tree less is needed", () => {
	const facts = { ...root, hasToolTree: true, hasArchiveKeys: false, cacheFreeBytes: 4 * gibibyte };
	expect(failures(facts)).toEqual([]);
});

test("keys of the archive on another distribution", () => {
	expect(failures({ ...root, hasArchiveKeys: false })).toEqual([
		["Debian keys", "apt-get install --yes debian-archive-keyring"],
	]);
});

test("files of the machine are read as their manuals say", () => {
	expect(distributionOf('PRETTY_NAME="x"\nID=ubuntu\n')).toBe("ubuntu");
	expect(distributionOf("")).toBe("unknown");
	const subuid = "ann:100000:65536\nbob:1:2\n1001:300000:10\n";
	expect(countSubordinateIds(subuid, "ann", 1001)).toBe(65_546);
	expect(countSubordinateIds("", "ann", 1001)).toBe(0);
	expect(availableMemory("MemTotal: 9 kB\nMemAvailable:    2048 kB\n")).toBe(2 * 1024 * 1024);
});

test.each(["an-impostor", undefined])(
	"the user is the database's, not the environment's %s",
	async (claimed) => {
		vi.stubEnv("USER", claimed);
		try {
			expect(["an-impostor", "unknown", ""]).not.toContain(await userName());
		} finally {
			vi.unstubAllEnvs();
		}
	},
);
