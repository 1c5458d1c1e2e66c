import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Signer } from "../../core/repository/keys.ts";
import { required } from "../../lib/assert.ts";
import { readKeys } from "../../system/repository/key-directory.ts";
import { makeFakeRelease, writeFakeRelease } from "../../testing/fake-release.ts";
import { runRelease } from "./testing-commands.ts";

/** The files of a repository, by their paths there. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Repositories to attack, made by the commands that a publisher uses. */
export interface Lab {
	/** Two releases, two channels, and a root that was followed once. */
	readonly genuine: Files;
	/** The same a while ago: one release, the first root. */
	readonly old: Files;
	/** Just before the last promotion: the same keys, all releases. */
	readonly previous: Files;
	/** Somebody else's, with releases of the same versions. */
	readonly foreign: Files;
	/** All keys of the genuine one by their files; the online key is the one in force. */
	readonly keys: Readonly<Record<string, Signer>>;
	/** The online key that was replaced. */
	readonly formerOnline: Signer;
	readonly firstRoot: Uint8Array;
}

/** Makes the repositories below a directory, which may go afterwards. */
export async function makeLab(directory: string): Promise<Lab> {
	const repository = join(directory, "genuine");
	const keys = join(directory, "keys");
	const places = [`--repository=${repository}`, `--keys=${keys}`];
	await runRelease("init", ...places);
	await runRelease("publish", build(directory, "4800"), ...places);
	await runRelease("promote", "4800", "--channel=stable", ...places);
	const old = readFiles(repository);
	const formerOnline = keysOf(keys)["online.pem"];
	await runRelease("rotate-keys", "--role=online", `--new-keys=${keys}`, ...places);
	rmSync(join(keys, "online.pem"));
	await runRelease("publish", build(directory, "4801"), ...places);
	await runRelease("promote", "4800", "--channel=beta", ...places);
	const previous = readFiles(repository);
	await runRelease("promote", "4801", "--channel=stable", ...places);
	const genuine = readFiles(repository);

	const elsewhere = join(directory, "foreign");
	const strangers = [`--repository=${elsewhere}`, `--keys=${join(directory, "strangers")}`];
	await runRelease("init", ...strangers);
	for (const version of ["4800", "4801"]) {
		await runRelease("publish", build(directory, version, `${version}0`), ...strangers);
	}
	for (const [version, channel] of [
		["4800", "beta"],
		["4801", "stable"],
	] as const) {
		await runRelease("promote", version, `--channel=${channel}`, "--wave=immediate", ...strangers);
	}
	return {
		...{ genuine, old, previous },
		foreign: readFiles(elsewhere),
		keys: keysOf(keys),
		formerOnline: required(formerOnline, "the online key"),
		firstRoot: required(genuine.get("metadata/1.root.json"), "the first root"),
	};
}

/** So much that a node that has the index of one release takes that of the other by its rows. */
const sharedBytes = 1_200_000;

function build(directory: string, version: string, contents = version): string {
	const path = join(directory, "out", contents);
	const release = makeFakeRelease(contents, sharedBytes);
	mkdirSync(path, { recursive: true });
	writeFakeRelease(path, { ...release, manifest: { ...release.manifest, version } });
	return path;
}

function keysOf(directory: string): Readonly<Record<string, Signer>> {
	return Object.fromEntries(readKeys([directory]).map(({ file, signer }) => [file, signer]));
}

/** Every file of a repository. */
export function readFiles(directory: string): Files {
	const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	return new Map(
		paths.map((path) => [path.slice(directory.length + 1), new Uint8Array(readFileSync(path))]),
	);
}

/** Copies what a node has on STATE. */
export function copyState(from: string, to: string): void {
	cpSync(from, to, { recursive: true });
}
