import type { Claim, Evidence } from "./claim.ts";

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `image-${name}`, topic: "image", text, evidence };
}

/** What issue 3 (a bootable immutable image) shows besides the selector's scenarios. */
export const imageClaims: readonly Claim[] = [
	row("budget", "`npm test` does all set-up by itself and keeps to its time budget", {
		kind: "budget",
	}),
	row(
		"kernel-options",
		"every kernel option that was asked for took, or the build fails",
		{ kind: "unit", file: "kernel-config/check.test.ts" },
		{ kind: "qemu", name: "kernel" },
	),
	row(
		"secure-boot",
		"with Secure Boot on, only an image with the right signature boots",
		{ kind: "qemu", name: "lab-secure-boot" },
		{ kind: "qemu", name: "selector-bad-images", names: /foreign key/ },
	),
	row("kernel-panics", "a release whose kernel panics at once gives way to the old one", {
		kind: "qemu",
		name: "selector-bad-images",
		names: /panics at once/,
	}),
	row("slot-bad-input", "`soma slot` refuses every broken disk image and changes no byte", {
		kind: "unit",
		file: "userland/applets/slot/slot.test.ts",
		names: /bad input/,
	}),
	row(
		"lab",
		"the lab starts, cuts, saves and resumes machines, and leaves nothing behind",
		{ kind: "qemu", name: "lab-machine" },
		{ kind: "qemu", name: "lab-guest" },
		{ kind: "qemu", name: "lab-network" },
	),
];
