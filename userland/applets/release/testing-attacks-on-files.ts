import { createHash } from "node:crypto";
import { zstdCompressSync } from "node:zlib";
import { parseChunkIndex } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import { required } from "../../lib/assert.ts";
import { type Attack, attacks, type Family } from "./testing-attack.ts";
import { namesInForce, readJson, withFiles } from "./testing-forge.ts";
import type { Files, Lab } from "./testing-lab.ts";
import { within } from "./testing-loose.ts";

/** The file of a target in force. */
export function fileOfTarget(files: Files, name: string): string {
	const { targets } = namesInForce(files);
	const hashes = within(readJson(files, targets), "signed", "targets", name, "hashes");
	const cut = name.lastIndexOf("/") + 1;
	return `targets/${name.slice(0, cut)}${hashes["sha256"]}.${name.slice(cut)}`;
}

const targetNames = [
	"channels/stable.json",
	"channels/beta.json",
	"releases/4801/release.json",
	"releases/4800/release.json",
	"releases/4801/boot.caibx",
	"releases/4801/usr.caibx",
	"releases/4801/verity.caibx",
	"releases/4801/selector.caibx",
	"releases/4801/rescue.caibx",
] as const;

/** Without these a node reads the index whole. */
const rowNames = ["releases/4801/boot.rows.caibx", "releases/4801/usr.rows.caibx"] as const;

/** Files that a node must read: the metadata in force, targets, and some chunks. */
function neededFiles({ genuine }: Lab): readonly string[] {
	return [
		...Object.values(namesInForce(genuine)),
		...targetNames.map((name) => fileOfTarget(genuine, name)),
		...contentChunks(genuine).slice(0, 3),
	];
}

/** The chunks of /usr of a release. */
function contentChunks(files: Files): readonly string[] {
	const index = parseChunkIndex(bytesOf(files, fileOfTarget(files, "releases/4801/usr.caibx")));
	return index.chunks.map(({ id }) => `${chunkFolder}/${chunkPath(id)}`);
}

/** The chunks of the rows of its index. */
function rowChunks(files: Files): readonly string[] {
	const rows = bytesOf(files, fileOfTarget(files, "releases/4801/usr.rows.caibx"));
	return parseChunkIndex(rows).chunks.map(({ id }) => `${chunkFolder}/${chunkPath(id)}`);
}

function bytesOf(files: Files, name: string): Uint8Array {
	return required(files.get(name), name);
}

/** Files that are cut, grown, emptied, missing, or other files. */
export const damagedFiles: Family = (lab) => {
	const { genuine } = lab;
	const names = neededFiles(lab);
	const change = (name: string, content: Uint8Array | string | undefined): Files =>
		withFiles(genuine, { [name]: content });
	const rows = (edit: (bytes: Uint8Array) => Uint8Array | string | undefined) =>
		names.map((name) => [name, change(name, edit(bytesOf(genuine, name)))] as const);
	return [
		...attacks(
			"missing file",
			"new",
			rows(() => undefined),
		),
		...attacks(
			"empty file",
			"new",
			rows(() => ""),
		),
		...attacks(
			"cut in half",
			"new",
			rows((bytes) => bytes.slice(0, bytes.length / 2)),
		),
		...attacks(
			"doubled file",
			"new",
			rows((bytes) => Buffer.concat([bytes, bytes])),
		),
		...attacks(
			"zeros of the same length",
			"new",
			rows((bytes) => new Uint8Array(bytes.length)),
		),
		...attacks("halves in another order", "new", rows(swapHalves)),
	];
};

function swapHalves(bytes: Uint8Array): Uint8Array {
	const middle = Math.floor(bytes.length / 2);
	return Buffer.concat([bytes.subarray(middle), bytes.subarray(0, middle)]);
}

/** The same, of what a node can do without: it takes the release all the same, and no other. */
export const damagedRows: Family = ({ genuine }) => {
	const names = [...rowNames.map((name) => fileOfTarget(genuine, name)), ...rowChunks(genuine)];
	const bomb = zstdCompressSync(new Uint8Array(64 * 1024 * 1024));
	const edits: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | undefined>> = {
		missing: () => undefined,
		empty: () => new Uint8Array(),
		half: (bytes) => bytes.slice(0, bytes.length / 2),
		doubled: (bytes) => Buffer.concat([bytes, bytes]),
		zeros: (bytes) => new Uint8Array(bytes.length),
		"in another order": swapHalves,
		"a bomb": () => bomb,
		"those of the other release": () =>
			bytesOf(genuine, fileOfTarget(genuine, "releases/4800/usr.rows.caibx")),
	};
	return Object.entries(edits).flatMap(([what, edit]) => {
		const rows = names.map((name) => {
			const files = withFiles(genuine, { [name]: edit(bytesOf(genuine, name)) });
			return [`${what}: ${name}`, files] as const;
		});
		return attacks("rows of an index", "new", rows, { mayPass: true });
	});
};

/** Every target and some chunks under the names of others. */
export const swappedFiles: Family = ({ genuine }) => {
	const rows = targetNames.flatMap((name, at) => {
		const other = required(targetNames[(at + 1) % targetNames.length], "another");
		const [mine, theirs] = [fileOfTarget(genuine, name), fileOfTarget(genuine, other)];
		const content = bytesOf(genuine, theirs);
		return [[`${other} as ${name}`, withFiles(genuine, { [mine]: content })] as const];
	});
	const [first = "", second = ""] = contentChunks(genuine);
	const bomb = zstdCompressSync(new Uint8Array(64 * 1024 * 1024));
	const chunkRows = [
		["another chunk", bytesOf(genuine, second)],
		["a bomb of 64 MiB", bomb],
		["two frames", Buffer.concat([bytesOf(genuine, first), bytesOf(genuine, second)])],
		["raw bytes", createHash("sha256").update("raw").digest()],
	] as const;
	return [
		...attacks("swapped target", "new", rows),
		...attacks(
			"wrong chunk",
			"new",
			chunkRows.map(([name, bytes]) => [name, withFiles(genuine, { [first]: bytes })]),
		),
	];
};

/** Pieces of a repository of other keys, and of other states of the same one. */
export const mixedRepositories: Family = ({ genuine, old, previous, foreign }) => {
	const names = namesInForce(genuine);
	const theirs = namesInForce(foreign);
	const metadata = (["root", "targets", "snapshot", "timestamp"] as const).map((role) => {
		const content = bytesOf(foreign, theirs[role]);
		return [`their ${role}`, withFiles(genuine, { [names[role]]: content })] as const;
	});
	const targets = targetNames.map((name) => {
		const content = bytesOf(foreign, fileOfTarget(foreign, name));
		return [
			`their ${name}`,
			withFiles(genuine, { [fileOfTarget(genuine, name)]: content }),
		] as const;
	});
	const states = [
		["old", old],
		["previous", previous],
	] as const;
	const pieces = states.flatMap(([state, files]) => {
		const before = namesInForce(files);
		return (["targets", "snapshot"] as const).map((role) => {
			const content = bytesOf(files, before[role]);
			return [`${state} ${role}`, withFiles(genuine, { [names[role]]: content })] as const;
		});
	});
	const olderTargets = states.slice(0, 1).map(([state, files]) => {
		const name = "channels/stable.json";
		const content = bytesOf(files, fileOfTarget(files, name));
		return [
			`${state} ${name}`,
			withFiles(genuine, { [fileOfTarget(genuine, name)]: content }),
		] as const;
	});
	const [one, two] = [withFiles(foreign, {}), new Map([...genuine, ...foreign])];
	return [
		...attacks("file of another repository", "new", [...metadata, ...targets]),
		...attacks("file of another state", "new", [...pieces, ...olderTargets]),
		...attacks("another repository", "new", [
			["whole", one],
			["over ours", two],
		]),
		...attacks("another repository", "seen", [["whole, to a node that knows ours", one]]),
	];
};

/** What was genuine once, shown to a node that has seen more. */
export const replays: Family = ({ genuine, old, previous }) => {
	const timestamp = (files: Files) => ({
		"metadata/timestamp.json": bytesOf(files, "metadata/timestamp.json"),
	});
	return attacks("replay", "seen", [
		["the whole old repository", old],
		["the whole previous repository", previous],
		["the old timestamp", withFiles(genuine, timestamp(old))],
		["the previous timestamp", withFiles(genuine, timestamp(previous))],
		["the previous state under all roots", new Map([...previous, ...genuine, ...previous])],
	]);
};

const dayMs = 86_400_000;

/** A clock that says that metadata has ended: 7, 30, 90 and 365 days. */
export const expiries: Family = ({ genuine }) => {
	const clocks: readonly (readonly [string, Partial<Attack>])[] = [8, 31, 91, 366].flatMap(
		(days) => {
			const laterMs = Date.now() + days * dayMs;
			return [
				[`${days} days later`, { nowMs: laterMs }],
				[
					`a release made ${days} days later, and no clock`,
					{ isSynchronised: false, epochMs: laterMs },
				],
			] as const;
		},
	);
	return clocks.flatMap(([name, clock]) => [
		...attacks("expired", "new", [[name, genuine]], clock),
		...attacks("expired", "seen", [[`${name}, known`, genuine]], clock),
	]);
};
