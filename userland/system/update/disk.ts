import { loadTable } from "../../core/gpt/load.ts";
import { type Disk, openDisk, readDiskEnds } from "../disk.ts";
import { openInstallDisk } from "../install-disk.ts";
import type { UpdateDisk } from "./ports.ts";

/** The boot disk of a running system, and its end. */
export interface OpenUpdateDisk extends UpdateDisk {
	close(): void;
}

/**
 * Opens the boot disk to write the slot that does not run. Content goes past the lock that keeps
 * commands of `soma slot` apart, since it touches no table; a table write takes that lock.
 */
export function openUpdateDisk(path: string): OpenUpdateDisk {
	const disk = openInstallDisk(path, { writable: true, inUse: true, fileBlockBytes: 512 });
	return {
		blockSizeBytes: disk.blockSizeBytes,
		read: (offsetBytes, lengthBytes) => disk.read(offsetBytes, lengthBytes),
		readInto: (offsetBytes, target) => disk.readInto(offsetBytes, target),
		write: (offsetBytes, bytes) => disk.write(offsetBytes, bytes),
		flush: () => disk.flush(),
		forgetCache: () => disk.forgetCache(),
		readTable: async () => withTable(path, false, (table) => loadTable(readDiskEnds(table))),
		changeTable: async (change) =>
			withTable(path, true, (table) => {
				const steps = change(loadTable(readDiskEnds(table)));
				if (steps.length > 0) {
					table.perform(steps);
				}
			}),
		close: () => disk.close(),
	};
}

function withTable<T>(path: string, writable: boolean, use: (disk: Disk) => T): T {
	const disk = openDisk(path, { writable });
	try {
		return use(disk);
	} finally {
		disk.close();
	}
}
