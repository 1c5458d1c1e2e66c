import type { Claim, Evidence } from "./claim.ts";

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-live-${name}`, topic: "node", text, evidence };
}

const httpBoot: Evidence = { kind: "qemu", name: "live-install" };
const fetcher = (names?: RegExp): Evidence => ({
	kind: "unit",
	file: "userland/system/part-fetch.test.ts",
	...(names === undefined ? {} : { names }),
});

/** A boot without a disk, and what serves it. */
export const liveClaims: readonly Claim[] = [
	row(
		"http-boot",
		"with Secure Boot on, firmware boots the signed program by HTTP, and it fetches /usr",
		httpBoot,
	),
	row(
		"checked",
		"one wrong byte of /usr on the server is refused with its reason, and fetched again",
		fetcher(/is refused when/),
		httpBoot,
	),
	row(
		"resume",
		"a connection that breaks or falls silent is taken up where it broke",
		fetcher(/taken up where|falls silent|no ranges/),
	),
	row(
		"ipxe",
		"iPXE starts kernel and initrd, which say they are unsigned; STATE stays on a labelled disk",
		{ kind: "qemu", name: "live-ipxe" },
	),
	row("state", "two partitions that are named for STATE are refused, and memory is bounded", {
		kind: "unit",
		file: "userland/core/live/state-choice.test.ts",
	}),
	row("iso", "the ISO starts and installs a system without a network; its key r leads to rescue", {
		kind: "qemu",
		name: "live-iso",
	}),
	row(
		"parts",
		"the live system is one signed program of 100 MB at most, with the release's manifest in it",
		{ kind: "qemu", name: "image-outputs", names: /one signed program/ },
	),
	row("memory", "the memory that a boot without a disk needs is measured, and documented", {
		kind: "bench",
		name: "diskless-memory",
	}),
	row("status", "health and status understand a system without slots", {
		kind: "unit",
		file: "userland/applets/live-node.test.ts",
	}),
	row(
		"serve",
		"`soma pxe serve` serves a release and nothing else, and tells DHCP clients what to boot",
		{ kind: "unit", file: "userland/system/release-server.test.ts" },
		{ kind: "unit", file: "userland/core/pxe/pxe.test.ts" },
	),
];
