import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modes, replaceFile } from "../durable-file.ts";
import { readBounded } from "../local-files.ts";

/** Metadata that is kept from one visit to the next, so that older one is known as such. */
const keptRoles = ["targets", "snapshot", "timestamp"] as const;

const fileLimitBytes = 8 * 1024 * 1024;

/** A root that was trusted, as it was signed. */
export interface SignedRoot {
	readonly version: number;
	readonly bytes: Buffer;
}

/**
 * What a node trusts of a repository, on STATE. Nothing in it is believed for lying there: the root
 * is followed from the one in /usr again each time, and all else is judged by it.
 */
export class MetadataState {
	readonly #directory: string;

	constructor(directory: string) {
		this.#directory = directory;
	}

	/** Puts a copy where a TUF client may write, with the root to begin from. */
	copyTo(scratch: string, baseRoot: Uint8Array): void {
		rmSync(scratch, { recursive: true, force: true });
		mkdirSync(scratch, { recursive: true, mode: 0o700 });
		writeFileSync(join(scratch, "root.json"), baseRoot);
		for (const role of keptRoles) {
			const bytes = readIfThere(join(this.#directory, `${role}.json`));
			if (bytes !== undefined) {
				writeFileSync(join(scratch, `${role}.json`), bytes);
			}
		}
	}

	/** The root of a version, if it was trusted before. */
	root(version: number): Buffer | undefined {
		return readIfThere(this.#rootPath(version));
	}

	/** Keeps roots that were just found to be signed by those before them. */
	keepRoots(roots: readonly SignedRoot[]): void {
		for (const { version, bytes } of roots) {
			this.#keep(this.#rootPath(version), bytes);
		}
	}

	/** Keeps the rest, after all of it was found to be good. */
	keepFrom(scratch: string): void {
		for (const role of keptRoles) {
			const bytes = readBounded(join(scratch, `${role}.json`), fileLimitBytes);
			this.#keep(join(this.#directory, `${role}.json`), Buffer.from(bytes));
		}
	}

	#rootPath(version: number): string {
		return join(this.#directory, `${version}.root.json`);
	}

	#keep(path: string, bytes: Buffer): void {
		if (readIfThere(path)?.equals(bytes) !== true) {
			mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
			replaceFile(path, bytes.toString("utf8"), modes.open);
		}
	}
}

function readIfThere(path: string): Buffer | undefined {
	try {
		return Buffer.from(readBounded(path, fileLimitBytes));
	} catch {
		return undefined; // whatever is wrong with it: it is fetched again
	}
}
