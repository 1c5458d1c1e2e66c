import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-install-${name}`, topic: "node", text, evidence };
}

const install = "userland/applets/install/install.test.ts";
const inQemu: Evidence = { kind: "qemu", name: "live-install" };
const onEveryBus: Evidence = { kind: "qemu", name: "install-buses" };

/** What the guide says about `soma install`. */
export const installClaims: readonly Claim[] = [
	row(
		"boots",
		"an installed disk boots on every bus, with 512 and 4096-byte blocks, by its own boot entry",
		unit(install, /the selector starts slot A/),
		unit("userland/core/efi/load-option.test.ts"),
		onEveryBus,
		inQemu,
	),
	row(
		"from-network",
		"a machine that booted over the network installs to a used disk and to a blank NVMe one with " +
			"4096-byte blocks, the latter over a power cut",
		inQemu,
	),
	row(
		"like-flashed",
		"selector and `soma slot` see an installed disk as a flashed one, but for random GUIDs",
		unit(install, /is a flashed one|differ in every GUID/),
	),
	row(
		"power-cuts",
		"a power cut in an installation leaves the old disk, none that boots, or the new system, and " +
			"the same command can be run again",
		unit("userland/applets/install/power-cut.test.ts"),
		inQemu,
	),
	row(
		"refusals",
		"a disk that is unfit, in use or not empty is refused with all reasons and cures at once",
		unit("userland/core/install/target.test.ts"),
		unit("userland/system/target-facts.test.ts"),
		unit(install, /what it refuses/),
		inQemu,
	),
	row(
		"lying-disk",
		"a disk that fails, or has less than it claims, is found out before it gets a table",
		unit("userland/applets/install/perform.test.ts"),
	),
	row(
		"whose-disk",
		"what a disk holds is named, a node by its version and host name",
		unit("userland/core/install/target.test.ts", /what a disk holds/),
		unit("userland/core/install/hostname.test.ts"),
	),
	row(
		"checked",
		"a release that is damaged or not signed is refused before anything is written",
		unit(install, /a damaged or unsigned release/),
		unit("userland/core/release/manifest.test.ts"),
	),
	row(
		"esp",
		"fsck.fat and mtools accept the ESP for both block sizes, configuration included",
		unit("userland/core/fat/volume.test.ts"),
		unit(install, /parts lie where they belong/),
	),
	row(
		"http",
		"an installation over HTTP goes on after the connection broke",
		unit(install, /over HTTP/),
	),
	row("time", "time of an installation beside dd and sha256sum of the same disk", {
		kind: "bench",
		name: "install",
	}),
];
