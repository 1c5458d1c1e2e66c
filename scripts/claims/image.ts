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
		"clean-root",
		"Debian 12 and 13 with only Node and npm: `npm start` ends with a proven node",
		{ kind: "bench", name: "clean-root" },
	),
	row("build-time", "from an empty cache to the image in 30 minutes, again in 5", {
		kind: "bench",
		name: "build",
	}),
	row(
		"boot-time",
		"kernel start to multi-user is measured beside bare systemd and beside minimal Debian",
		{ kind: "bench", name: "boot", row: /to multi-user/ },
	),
	row("sizes", "disk, /usr, boot image and names in PATH beside those of peers", {
		kind: "bench",
		name: "sizes",
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
		{ kind: "qemu", name: "node-secure-boot" },
	),
	row(
		"first-boot",
		"a fresh disk boots, grows, is proven good, keeps its state; `touch /usr/x` fails",
		{ kind: "qemu", name: "node-first-boot" },
	),
	row(
		"ports",
		"a node that was proven listens on no port",
		{ kind: "qemu", name: "node-first-boot" },
		{ kind: "unit", file: "qemu-tests/lab/open-ports.test.ts" },
	),
	row(
		"power-button",
		"the power button shuts a node down in order",
		{ kind: "qemu", name: "node-first-boot" },
		{ kind: "unit", file: "userland/system/power-buttons.test.ts" },
	),
	row("kernel-panics", "a release whose kernel panics at once gives way to the old one", {
		kind: "qemu",
		name: "selector-bad-images",
		names: /panics at once/,
	}),
	row("pid-1-crashes", "a release whose PID 1 crashes gives way to the old one", {
		kind: "qemu",
		name: "node-faults",
		names: /pid-1-crashes/,
	}),
	row("userspace-hangs", "a release whose userspace hangs gives way to the old one", {
		kind: "qemu",
		name: "node-hangs",
		names: /userspace-hangs/,
	}),
	row("agent-silent", "a release whose agent never reports gives way to the old one", {
		kind: "qemu",
		name: "node-hangs",
		names: /agent-is-silent/,
	}),
	row("good-slot-rots", "a slot that was good and then rots gives way to the other", {
		kind: "qemu",
		name: "node-rot",
		names: /gives way/,
	}),
	row(
		"bit-read-later",
		"a flipped bit in a block of /usr read only later panics, is counted, and costs the slot",
		{ kind: "qemu", name: "node-rot", names: /read only later/ },
		{ kind: "unit", file: "userland/core/crash/judge.test.ts" },
		{ kind: "unit", file: "userland/applets/crash/crash.test.ts" },
	),
	row("five-power-cuts", "five power cuts in a row during boot change no slot for good", {
		kind: "qemu",
		name: "node-power-cuts",
	}),
	row("foreign-node-disk", "neither /usr nor STATE is taken from a clone of the disk", {
		kind: "qemu",
		name: "node-foreign-disk",
	}),
	row(
		"rescue",
		"both slots bad: rescue says why, names the damaged one, and comes back by itself",
		{ kind: "qemu", name: "node-rescue" },
		{ kind: "unit", file: "userland/core/rescue/come-back.test.ts" },
	),
	row("bios", "a machine that starts the disk by BIOS is told that UEFI is needed", {
		kind: "qemu",
		name: "node-bios",
	}),
	row(
		"outputs",
		"flash image, qcow2, ISO, PXE and update hold one build, with checksums and a signature",
		{ kind: "qemu", name: "image-outputs" },
		{ kind: "unit", file: "image/outputs/publish.test.ts" },
	),
	row("sbom", "the bill of materials has every file of a release with its checksum, and no other", {
		kind: "qemu",
		name: "image-contents",
		names: /bill of materials/,
	}),
	row(
		"rebuild",
		"an image built again from its packages, somewhere else, has the same bits, signatures too",
		{ kind: "qemu", name: "image-rebuild" },
		{ kind: "unit", file: "image/builder/userland.test.ts", names: /same bits/ },
		{ kind: "unit", file: "image/boot-selector/build.test.ts", names: /same bits/ },
	),
	row(
		"contents",
		"fewer than 60 names in PATH; nothing setuid or writable by others; no interpreter",
		{ kind: "qemu", name: "image-contents" },
	),
	row("outputs-same-bits", "a second run over one build gives the same bits of every file", {
		kind: "qemu",
		name: "image-outputs",
		names: /same bits/,
	}),
	row("iso", "firmware with Secure Boot on starts rescue from the ISO", {
		kind: "qemu",
		name: "image-outputs",
		names: /ISO/,
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
