import { cleanPath } from "../../lib/clean-path.ts";

/** Where files of a configuration would be lost or cannot be. */
const folders: readonly (readonly [folder: string, why: string])[] = [
	["/usr", "/usr is signed and read-only"],
	...["/dev", "/proc", "/run", "/sys", "/tmp"].map(
		(folder) => [folder, `${folder} is empty at every boot`] as const,
	),
];

/** Files that are the system's own. */
const files: readonly string[] = [
	"/etc/machine-id",
	"/var/lib/soma/provisioned.json",
	"/var/lib/soma/provisioning.json",
	"/var/lib/soma/reset.json",
];

/** What the system keeps there must be on STATE, where the initrd finds it. */
const onState = ["/etc", "/var/lib/soma"];

/** Why a configuration may not write a path, or undefined when it may. */
export function findPathProblem(path: string): string | undefined {
	const clean = cleanPath(path);
	const folder = folders.find(([name]) => isBelow(clean, name));
	if (folder !== undefined) {
		return `${path}: ${folder[1]}`;
	}
	return files.includes(clean) ? `${path} belongs to the system` : undefined;
}

/** Why a configuration may not mount a file system at a path, or undefined when it may. */
export function findMountProblem(path: string): string | undefined {
	const clean = cleanPath(path);
	const folder = folders.find(([name]) => isBelow(clean, name));
	if (folder !== undefined) {
		return `${path}: ${folder[1]}`;
	}
	const kept = onState.find((name) => isBelow(name, clean) || isBelow(clean, name));
	return kept === undefined
		? undefined
		: `${path} would hide ${kept}, which must be on STATE: mount a folder beside it`;
}

function isBelow(path: string, folder: string): boolean {
	return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}
