import {
	changeBootEntries,
	readBootEntries,
	readBootNumber,
	writeBootNext,
} from "../boot-entries.ts";
import type { SystemPaths } from "../paths.ts";
import type { Firmware } from "./ports.ts";

/** The firmware of this machine, by its EFI variables. */
export function openFirmware(paths: SystemPaths): Firmware {
	return {
		read: () => {
			const entries = readBootEntries(paths);
			return entries === undefined
				? undefined
				: {
						entries,
						current: readBootNumber(paths, "BootCurrent"),
						next: readBootNumber(paths, "BootNext"),
					};
		},
		change: (change) => changeBootEntries(paths, change),
		setNext: (number) => writeBootNext(paths, number),
	};
}
