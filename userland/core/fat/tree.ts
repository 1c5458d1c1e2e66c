import { assert } from "../../lib/assert.ts";
import { concatBytes } from "../../lib/bytes.ts";
import {
	type EntryFacts,
	fatAttributes,
	fatEntryBytes,
	fatTime,
	formatEntry,
	formatShortEntry,
} from "./names.ts";
import type { FatFile, FatVolume } from "./volume.ts";

/** Something that takes clusters: a directory, or a file. */
export interface FatExtent {
	readonly path: string;
	readonly sizeBytes: number;
	/** Absent for a directory. */
	readonly file?: FatFile;
}

/** Clusters have 4 KiB whatever the block size, so that both have about as many. */
export const clusterBytes = 4096;

const root = "";

/** The directories of a file system, worked out from the paths of its files. */
export class DirectoryTree {
	readonly #volume: FatVolume;
	readonly #files: readonly FatFile[];
	/** The names in each directory, sorted; a directory comes after the one that it is in. */
	readonly #names = new Map<string, Set<string>>([[root, new Set()]]);

	constructor(volume: FatVolume, files: readonly FatFile[]) {
		this.#volume = volume;
		this.#files = [...files].sort((left, right) => (left.path < right.path ? -1 : 1));
		for (const { path } of this.#files) {
			assert(!this.#names.has(path), `${path} is a file and a directory`);
			this.#add(path);
		}
		const paths = this.#files.map(({ path }) => path);
		assert(new Set(paths).size === paths.length, "a path comes twice");
	}

	#add(path: string): void {
		const slash = path.lastIndexOf("/");
		const directory = slash < 0 ? root : path.slice(0, slash);
		if (!this.#names.has(directory)) {
			this.#add(directory);
			this.#names.set(directory, new Set());
		}
		this.#names.get(directory)?.add(path.slice(slash + 1));
	}

	/** Directories first, the root first of all, then files by path. */
	extents(): FatExtent[] {
		const sizes = [...this.#names.keys()].map((path) => ({
			path,
			sizeBytes: this.formatDirectory(path, () => 0).length,
		}));
		return [...sizes, ...this.#files.map((file) => ({ ...file, file }))];
	}

	/** The entries of a directory, as they begin its first cluster; the end is a zero entry. */
	formatDirectory(path: string, clusterOf: (path: string) => number): Uint8Array {
		const time = fatTime(this.#volume.epochSeconds);
		const taken = new Set<string>();
		const facts = (attributes: number, firstCluster: number, sizeBytes = 0): EntryFacts => ({
			attributes,
			firstCluster,
			sizeBytes,
			time,
		});
		const entries: Uint8Array[] = [];
		if (path === root) {
			const label = this.#volume.label.padEnd(11);
			entries.push(formatShortEntry(label, facts(fatAttributes.volumeLabel, 0)));
		} else {
			const slash = path.lastIndexOf("/");
			const parent = slash < 0 ? 0 : clusterOf(path.slice(0, slash)); // 0 means the root
			const own = facts(fatAttributes.directory, clusterOf(path));
			entries.push(formatShortEntry(".".padEnd(11), own));
			entries.push(formatShortEntry("..".padEnd(11), { ...own, firstCluster: parent }));
		}
		for (const name of [...(this.#names.get(path) ?? [])].sort()) {
			const child = path === root ? name : `${path}/${name}`;
			const file = this.#files.find((candidate) => candidate.path === child);
			const attributes = file === undefined ? fatAttributes.directory : fatAttributes.archive;
			const cluster = file?.sizeBytes === 0 ? 0 : clusterOf(child);
			entries.push(formatEntry(name, facts(attributes, cluster, file?.sizeBytes), taken));
		}
		entries.push(new Uint8Array(fatEntryBytes));
		return padToCluster(concatBytes(entries));
	}
}

/** Directories fill whole clusters: what follows the last entry must be zero. */
function padToCluster(bytes: Uint8Array): Uint8Array {
	const padded = new Uint8Array(Math.ceil(bytes.length / clusterBytes) * clusterBytes);
	padded.set(bytes);
	return padded;
}
