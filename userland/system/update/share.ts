import { readFileSync } from "node:fs";
import { parseChunkIndex } from "../../core/chunk/index-file.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import { slotParts } from "../../core/release/manifest.ts";
import { rowsTarget } from "../../core/repository/paths.ts";
import { routeOfRepository } from "../../core/repository/routes.ts";
import { slotPartition } from "../../core/slot/disk.ts";
import { type Place, placesOf, type SlotIndexes } from "../../core/update/assembly.ts";
import { packName } from "../../core/update/pack.ts";
import { SomaError } from "../../lib/errors.ts";
import { encodeChunk, sha256Of } from "../chunk-store.ts";
import { PackIndex, readRecord } from "./chunk-pack.ts";
import type { UpdateDisk, UpdateFiles } from "./ports.ts";
import { openSharedRows, type SharedRows } from "./shared-rows.ts";

/** What a node has of its repository, for its neighbours: they verify it like any other copy. */
export interface Share {
	/** A file of the repository by its path; undefined when this node does not have it. */
	read(path: string): Promise<Uint8Array | undefined>;
}

/** Where a shared node finds things. */
export interface ShareOptions {
	readonly files: UpdateFiles;
	readonly disk: Pick<UpdateDisk, "read" | "readTable" | "blockSizeBytes">;
	/** The root that the image came with. */
	readonly baseRoot: string;
	/** What the slots hold now, by root hash. */
	readonly slots: () => Promise<Readonly<Record<SlotName, string | undefined>>>;
}

const releases = "releases";

/** Offers chunks of both slots and of STATE, and the metadata that led to them. */
export function openShare(options: ShareOptions): Share {
	const rows = openSharedRows(options.files, releases);
	return {
		read: async (path) => {
			const route = routeOfRepository(`/${path}`);
			const [folder, ...rest] = route?.path.split("/") ?? [];
			switch (folder) {
				case "metadata":
					return readMetadata(options, rest[0] ?? "");
				case "targets":
					return readTarget(options.files, rows, rest);
				case "default.castr":
					return await readChunkOf(options, rows, (rest[1] ?? "").replace(/\.cacnk$/, ""));
				default:
					return;
			}
		},
	};
}

function readMetadata({ files, baseRoot }: ShareOptions, name: string): Uint8Array | undefined {
	const [, number, role] = /^(\d+)\.(root|targets|snapshot)\.json$/.exec(name) ?? [];
	if (role === undefined) {
		return files.read(`metadata/${name}`);
	}
	if (role === "root") {
		return files.read(`metadata/${name}`) ?? (number === "1" ? readFileSync(baseRoot) : undefined);
	}
	const bytes = files.read(`metadata/${role}.json`);
	return bytes !== undefined && versionOf(bytes) === Number(number) ? bytes : undefined;
}

function versionOf(bytes: Uint8Array): number | undefined {
	try {
		const { signed } = JSON.parse(new TextDecoder().decode(bytes)) as {
			readonly signed: { readonly version: number };
		};
		return signed.version;
	} catch {
		return undefined; // whoever asks finds it elsewhere
	}
}

/** A target by the digest in its name: what is on STATE is what was signed, bit by bit. */
function readTarget(
	files: UpdateFiles,
	rows: SharedRows,
	words: readonly string[],
): Uint8Array | undefined {
	const [kind = "", ...below] = words;
	const [, sha256, name] = /^([0-9a-f]{64})\.(.+)$/.exec(below.at(-1) ?? "") ?? [];
	if (name?.endsWith(rowsTarget(".caibx")) === true) {
		return rows.readIndex(name, sha256 ?? "");
	}
	const candidates =
		kind === "channels"
			? [`channels/${name}`]
			: files
					.list(releases)
					.filter((file) => file.endsWith(name === "release.json" ? ".json" : `.${name}`))
					.map((file) => `${releases}/${file}`);
	return candidates
		.map((file) => files.read(file))
		.find((bytes) => bytes !== undefined && sha256Of(bytes) === sha256);
}

/** A chunk from STATE, from the slot whose index has it, or of the rows of an index. */
async function readChunkOf(
	options: ShareOptions,
	rows: SharedRows,
	id: string,
): Promise<Uint8Array | undefined> {
	const staged = readStaged(options.files, id);
	if (staged !== undefined) {
		return staged;
	}
	const slots = await options.slots();
	const { table } = await options.disk.readTable();
	for (const slot of ["A", "B"] as const) {
		const place = placeIn(options.files, slots[slot], id);
		if (place === undefined) {
			continue;
		}
		const { firstLba } = slotPartition(table, place.part, slot);
		const start = firstLba * options.disk.blockSizeBytes + place.offsetBytes;
		const bytes = await options.disk.read(start, place.lengthBytes);
		if (sha256Of(bytes) === id) {
			return encodeChunk(bytes);
		}
	}
	return rows.readChunk(id);
}

/** What is on STATE now; the agent begins a new pack with every release. */
const stagedIndex = new PackIndex();

function readStaged(files: UpdateFiles, id: string): Uint8Array | undefined {
	const file = files.openLoose(`chunks/${packName}`);
	try {
		stagedIndex.look(file);
		const place = stagedIndex.find(id);
		return place === undefined ? undefined : readRecord(file, place, id);
	} finally {
		file.close();
	}
}

function placeIn(files: UpdateFiles, rootHash: string | undefined, id: string): Place | undefined {
	return rootHash === undefined ? undefined : placesFor(files, rootHash).get(id);
}

/** Places of the releases that were asked for last; an index never changes. */
const known = new Map<string, ReadonlyMap<string, Place>>();
const mostKnown = 2;

function placesFor(files: UpdateFiles, rootHash: string): ReadonlyMap<string, Place> {
	const before = known.get(rootHash);
	if (before !== undefined) {
		return before;
	}
	const indexes: SlotIndexes = Object.fromEntries(
		slotParts.flatMap((part) => {
			const bytes = files.read(`${releases}/${rootHash}.${part}.caibx`);
			try {
				return bytes === undefined ? [] : [[part, parseChunkIndex(bytes)] as const];
			} catch (error) {
				if (error instanceof SomaError) {
					return []; // a damaged index offers nothing
				}
				throw error;
			}
		}),
	);
	const places = placesOf(indexes);
	if (places.size > 0) {
		known.set(rootHash, places);
	}
	for (const oldest of [...known.keys()].slice(0, -mostKnown)) {
		known.delete(oldest);
	}
	return places;
}
