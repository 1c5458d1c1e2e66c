import { below, type ContentRow } from "./contents.ts";
import { somaLibraries, systemdMinimum } from "./systemd.ts";

/** The rescue system: PID 1, the soma binary, and a checker for STATE. No shell, no network. */
export const rescueContents: readonly ContentRow[] = [
	...systemdMinimum,
	somaLibraries,
	{
		reason: "the file system of STATE is mended when an operator asks for it",
		paths: below("usr/sbin", "e2fsck"),
	},
];
