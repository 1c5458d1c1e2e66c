import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file: `userland/${file}`, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `update-programs-${name}`, topic: "update", text, evidence };
}

/** What the documents say about updates of rescue and selector. */
export const updateProgramsClaims: readonly Claim[] = [
	row(
		"follow",
		"rescue and selector follow the running release once its slot is proven; a selector that " +
			"does not start is undone, told of, and never tried again",
		{ kind: "qemu", name: "update-programs" },
		unit("applets/update/programs.test.ts"),
	),
	row(
		"power-cuts",
		"400 power cuts at any effect, on a FAT that tears and with selectors that hang, leave no " +
			"machine that does not start and two copies of the selector that are the same and whole",
		unit("applets/update/programs.test.ts", /power cuts/),
	),
	row(
		"order",
		"the firmware prefers the copy that works before the other is touched, and afterwards its " +
			"entries are those from before",
		unit("core/efi/trial-entries.test.ts"),
		unit("core/update/programs.test.ts"),
	),
	row(
		"rescue-installs",
		"with /usr of both slots damaged rescue mends the one that was good from the node's server, " +
			"or installs what the channel offers, and the node is proven again, without an operator",
		{ kind: "qemu", name: "rescue-install" },
		unit("applets/rescue/install.test.ts"),
		unit("core/rescue/machine.test.ts", /installs a release by itself/),
	),
	row(
		"room",
		"an EFI system partition without room is left as it is, and the failure is told",
		unit("applets/update/programs.test.ts", /without room/),
	),
];
