import {
	type EspProgram,
	manifestPath,
	releaseFolder,
	type SlotPart,
	slotParts,
} from "../../userland/core/release/manifest.ts";
import { liveCommandLine } from "../builder/assemble.ts";
import { ipxeScript } from "./ipxe-script.ts";

/** What a build left of a release: paths, and the values that its files are made of. */
export interface ReleaseFiles {
	readonly version: string;
	/** Every time stamp, in seconds since 1970. */
	readonly epochSeconds: number;
	readonly rootHash: string;
	readonly commandLine: string;
	/** The raw disk image. */
	readonly disk: string;
	/** Header and signed boot image, as in the boot partition of a slot. */
	readonly boot: string;
	readonly usr: string;
	readonly verity: string;
	/** Signed EFI programs: the boot image, the boot selector, the rescue image. */
	readonly uki: string;
	readonly selector: string;
	readonly rescue: string;
	/** Signed updates of the Secure Boot variables PK, KEK and db. */
	readonly pk: string;
	readonly kek: string;
	readonly db: string;
	readonly kernel: string;
	/** The initrd of a slot, compressed: what boots from a network is fetched whole. */
	readonly networkInitrd: string;
	/** What a live system's initrd has besides that of a slot. */
	readonly live: string;
	/** The program that carries the live system, still without it and not signed. */
	readonly networkBoot: string;
	/** An archive that a boot loader gives to the kernel before the initrd. */
	readonly microcode: string;
	/** The multi-call binary, which is the client on an operator's machine too. */
	readonly soma: string;
	/** The bill of materials. */
	readonly sbom: string;
	/** PEM files of the key that signed the images. */
	readonly signer: { readonly key: string; readonly certificate: string };
}

/** How one output is made; `to` is its path below `out/VERSION/`. */
export type Step =
	| {
			readonly kind: "copy";
			readonly from: Source;
			readonly to: string;
			/** It is a program that people start. */
			readonly isProgram?: true;
	  }
	| { readonly kind: "text"; readonly text: string; readonly to: string }
	| {
			readonly kind: "compress";
			readonly from: "disk" | Part;
			/** Of zstd(1): 19 for what every node fetches, 9 where little or nothing is to be gained. */
			readonly level: 9 | 19;
			readonly to: string;
	  }
	| { readonly kind: "qcow2"; readonly to: string }
	| { readonly kind: "manifest"; readonly to: string }
	/** The initrd of the live system, which holds the manifest; then the signed program with it. */
	| { readonly kind: "live-initrd"; readonly to: string }
	| { readonly kind: "live-program"; readonly parts: LiveParts; readonly to: string }
	/** Takes outputs that are there already, and brings checksums of its own. */
	| { readonly kind: "iso"; readonly holds: readonly string[]; readonly to: string }
	/** Checksums of all outputs so far. */
	| { readonly kind: "sums"; readonly to: string }
	| { readonly kind: "sign"; readonly from: string; readonly to: string };

/** What is published as it is. */
type Source = "soma" | "sbom" | "kernel" | "microcode" | "certificate";

/** Outputs that the live system is made of, and its command line. */
interface LiveParts {
	readonly kernel: string;
	readonly microcode: string;
	readonly initrd: string;
	readonly commandLine: string;
}

/** Names of the two files that vouch for all others, here and on the ISO. */
export const vouchers = { sums: "SHA256SUMS", signature: "SHA256SUMS.sig" } as const;

/** What an update or an installation takes from a release. */
type Part = SlotPart | EspProgram;

const parts: readonly Part[] = [...slotParts, "selector", "rescue", "pk", "kek", "db"];

/** The live system as loaders get it in parts. */
const live = { kernel: "pxe/vmlinuz", microcode: "pxe/microcode", initrd: "pxe/initrd" } as const;

/** The live system as one signed program. */
export const liveProgramPath = "pxe/soma.efi";

/** All outputs of a release, in the order in which they are made (docs/operating.md). */
export function planOutputs(release: Pick<ReleaseFiles, "commandLine">): readonly Step[] {
	const commandLine = liveCommandLine(release.commandLine);
	return [
		{ kind: "copy", from: "certificate", to: "certificate.pem" },
		{ kind: "copy", from: "sbom", to: "sbom.spdx.json" },
		{ kind: "copy", from: "soma", to: "soma", isProgram: true },
		...parts.map(compressed),
		{ kind: "manifest", to: manifestPath },
		{ kind: "copy", from: "kernel", to: live.kernel },
		{ kind: "copy", from: "microcode", to: live.microcode },
		{ kind: "live-initrd", to: live.initrd },
		{ kind: "live-program", parts: { ...live, commandLine }, to: liveProgramPath },
		{ kind: "text", text: `${commandLine}\n`, to: "pxe/cmdline" },
		{ kind: "text", text: ipxeScript(commandLine), to: "pxe/soma.ipxe" },
		{ kind: "compress", from: "disk", level: 9, to: "soma.raw.zst" },
		{ kind: "qcow2", to: "soma.qcow2" },
		{
			kind: "iso",
			holds: ["certificate.pem", manifestPath, ...parts.map(partPath)],
			to: "soma.iso",
		},
		{ kind: "sums", to: vouchers.sums },
		{ kind: "sign", from: vouchers.sums, to: vouchers.signature },
	];
}

/** What is not compressed in itself: `/usr` (docs/decisions/0020), and the initrd of a slot. */
const plain: readonly Part[] = ["usr", "boot"];

function compressed(part: Part): Step {
	return { kind: "compress", from: part, level: plain.includes(part) ? 19 : 9, to: partPath(part) };
}

/** The output that holds a compressed part of an update or an installation. */
export function partPath(part: Part): string {
	return `${releaseFolder}/${part}.zst`;
}

/** Sizes in bytes by which the space for all outputs is reckoned. */
export interface SourceSizes {
	/** What the sparse disk image takes on disk, not its length. */
	readonly diskAllocatedBytes: number;
	/** The live system: kernel, microcode and both initrds. */
	readonly liveBytes: number;
	/** Everything that is published once, compressed or not. */
	readonly otherBytes: number;
}

/**
 * Room that the outputs take at most, in bytes: nothing counts on compression, since most of it was
 * compressed before. The disk comes three times (flash, qcow2, parts on the ISO), the live system
 * in parts, as a program, and twice for the ISO (its EFI system partition, the ISO).
 */
export function neededBytes(sizes: SourceSizes): number {
	const { diskAllocatedBytes, liveBytes, otherBytes } = sizes;
	const liveTotal = 2 * liveBytes + 2 * efiSystemBytes(liveBytes);
	return 3 * diskAllocatedBytes + liveTotal + otherBytes + slackBytes;
}

const mebibyte = 1024 * 1024;
/** Metadata of qcow2, zstd frames, the head of the ISO, texts. */
const slackBytes = 16 * mebibyte;

/** The size of a FAT file system that holds one program: its tables take less than 4 MiB. */
export function efiSystemBytes(programBytes: number): number {
	return (Math.ceil(programBytes / mebibyte) + 4) * mebibyte;
}
