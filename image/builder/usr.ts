import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import type { ToolTree } from "../tools/tree.ts";
import type { Release } from "./trees.ts";

/** /usr as it lies on a disk: the file system, its hash tree, and the hash that proves both. */
export interface Usr {
	readonly fileSystem: string;
	readonly hashTree: string;
	readonly rootHash: string;
}

/** UUIDs follow from the version: the same tree gives the same bits. */
function seeded(release: Release, purpose: string): string {
	return createHash("sha256").update(`soma ${purpose} ${release.version}`).digest("hex");
}

/**
 * The salt of every release: a block that stays has the same hash in the next one, and an update
 * fetches the others. It is no secret, and nothing is gained by another one each time.
 */
const salt = createHash("sha256").update("soma salt").digest("hex");

function uuidOf(hex: string): string {
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-a$4-$5");
}

/**
 * Makes the file system of /usr (erofs) and its hash tree (dm-verity, sha256). Nothing in it is
 * compressed, what is published of it is (docs/decisions/0020).
 */
export async function makeUsr(
	tree: ToolTree,
	source: string,
	release: Release,
	target: string,
): Promise<Usr> {
	const fileSystem = `${target}.erofs`;
	const hashTree = `${target}.verity`;
	const hashFile = `${target}.roothash`;
	rmSync(fileSystem, { force: true });
	await tree.run({
		argv: [
			...["mkfs.erofs", "--all-root", "-x-1", "-L", "soma-usr"],
			...["-T", String(release.epochSeconds), "-U", uuidOf(seeded(release, "usr"))],
			...[fileSystem, source],
		],
	});
	await tree.run({
		argv: [
			...["veritysetup", "format", `--salt=${salt}`, "--hash=sha256"],
			...["--data-block-size=4096", "--hash-block-size=4096"],
			...[`--uuid=${uuidOf(seeded(release, "verity"))}`, `--root-hash-file=${hashFile}`],
			...[fileSystem, hashTree],
		],
	});
	return { fileSystem, hashTree, rootHash: readFileSync(hashFile, "utf8").trim() };
}
