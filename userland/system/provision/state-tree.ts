import { lstatSync, mkdirSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { StateFacts } from "../../core/provision/record.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { flushFileSystem } from "../flush.ts";

/** Files of first-boot configuration, relative to the root of STATE. */
export const stateFiles = {
	record: "var/lib/soma/provisioned.json",
	marker: "var/lib/soma/provisioning.json",
	/** Beside a record without a source: a configuration is still welcome. */
	unconfigured: "var/lib/soma/unconfigured",
	reset: "var/lib/soma/reset.json",
	machineId: "etc/machine-id",
} as const;

/** Folders that the initrd makes on STATE before it mounts over them. */
const folders: readonly (readonly [name: string, mode: number])[] = [
	["etc", 0o755],
	[".etc-work", 0o700],
	["var", 0o755],
	["usr", 0o755],
];

export function readStateFacts(root: string): StateFacts {
	const has = (name: string): boolean => exists(join(root, name));
	return {
		record: has(stateFiles.record),
		marker: has(stateFiles.marker),
		unconfigured: has(stateFiles.unconfigured),
		reset: has(stateFiles.reset),
		machineId: has(stateFiles.machineId),
	};
}

/**
 * Removes everything on STATE but the machine-id, lost+found and the files that say that this is
 * under way, and makes the first folders again. Other file systems that are mounted in it are not
 * entered. After a power cut it can be done again. The overlay of /etc must not be mounted.
 * @throws SomaError `state-not-cleared`
 */
export function clearState(root: string): void {
	const keep = new Set<string>([stateFiles.machineId, stateFiles.marker, stateFiles.reset]);
	try {
		// First the record: with it gone nobody takes the half-empty rest for a configured node.
		removeFile(join(root, stateFiles.record));
		flushFileSystem(root);
		const { dev } = lstatSync(root);
		for (const name of readdirSync(root).filter((entry) => entry !== "lost+found")) {
			removeTree(root, join(root, name), dev, keep);
		}
		for (const [name, mode] of folders) {
			mkdirSync(join(root, name), { recursive: true, mode });
		}
		flushFileSystem(root);
	} catch (cause) {
		if (cause instanceof SomaError || errnoOf(cause) === undefined) {
			throw cause;
		}
		throw new SomaError({
			code: "state-not-cleared",
			message: `STATE could not be cleared: ${cause instanceof Error ? cause.message : cause}`,
			hint: "a file may be immutable (chattr -i), or the disk fails; rescue can mend STATE",
			cause,
		});
	}
}

/** True when the folder is gone, so that its parent may go too. */
function removeTree(
	root: string,
	path: string,
	device: number,
	keep: ReadonlySet<string>,
): boolean {
	const found = lstatSync(path);
	if (!found.isDirectory()) {
		if (keep.has(relative(root, path))) {
			return false;
		}
		unlinkSync(path);
		return true;
	}
	if (found.dev !== device) {
		return false; // another file system: /usr
	}
	const gone = readdirSync(path).map((name) => removeTree(root, join(path, name), device, keep));
	if (gone.includes(false)) {
		return false;
	}
	rmdirSync(path);
	return true;
}

function removeFile(path: string): void {
	try {
		unlinkSync(path);
	} catch (error) {
		if (errnoOf(error) !== "ENOENT") {
			throw error;
		}
	}
}

function exists(path: string): boolean {
	try {
		lstatSync(dirname(path));
		lstatSync(path);
		return true;
	} catch {
		return false;
	}
}
