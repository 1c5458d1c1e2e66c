import type { Machine } from "./machine.ts";
import { type OfflineDisk, openOfflineDisk } from "./offline-disk.ts";

/** Looks at, or changes, a disk of a machine whose power is off. */
export async function withDisk<T>(
	machine: Machine,
	body: (disk: OfflineDisk) => Promise<T>,
	id = "main",
): Promise<T> {
	return body(await openOfflineDisk(machine.disk(id)));
}
