import { below, type ContentRow } from "./contents.ts";

/**
 * Firmware that the network drivers of kernel-config/hardware.config load. They are built in and
 * ask for it in the initrd; /usr has it too, for what is plugged in later.
 */
export const networkFirmware: ContentRow = {
	reason: "network adapters that start without firmware badly (r8169) or not at all (bnx2x)",
	paths: below(
		"usr/lib/firmware",
		`bnx2x/bnx2x-*-7.13.15.0.fw bnx2x/bnx2x-*-7.13.21.0.fw intel/ice/ddp/ice.pkg
		rtl_nic/*.fw tigon/*.bin`,
	),
};

/** Each vendor's CPU microcode in the base tree, and the name that the kernel looks for. */
export const microcodeSources: readonly {
	readonly files: RegExp;
	/** Path in an early archive (Documentation/arch/x86/microcode.rst). */
	readonly archivePath: string;
}[] = [
	{
		// Family 6 from Nehalem (1a) on: no earlier processor can run this userland (SSE 4.2).
		files: /^usr\/lib\/firmware\/intel-ucode\/06-(?!0f|1[67cd])[^/]*$/,
		archivePath: "kernel/x86/microcode/GenuineIntel.bin",
	},
	{
		files: /^usr\/lib\/firmware\/amd-ucode\/[^/]*\.bin$/,
		archivePath: "kernel/x86/microcode/AuthenticAMD.bin",
	},
];
