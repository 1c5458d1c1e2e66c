import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { tryLock } from "./libc.ts";

/** Gives a lock back. */
export type Unlock = () => void;

/**
 * Takes the lock that a file stands for (flock(2)), which ends with the process at the latest.
 * Undefined when somebody else has it.
 */
export function takeLock(path: string): Unlock | undefined {
	mkdirSync(dirname(path), { recursive: true });
	const descriptor = openSync(path, "w", 0o600);
	if (tryLock(descriptor, true) !== undefined) {
		closeSync(descriptor);
		return undefined;
	}
	return () => closeSync(descriptor);
}
