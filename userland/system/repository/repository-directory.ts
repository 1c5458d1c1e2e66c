import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Metadata, MetadataKind } from "@tufjs/models";
import type { RoleName } from "../../core/repository/keys.ts";
import type { MetadataSet, RepositoryFile } from "../../core/repository/metadata.ts";
import { metadataFolder, metadataPath } from "../../core/repository/paths.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { modes, replaceFile } from "../durable-file.ts";
import { tryLock } from "../libc.ts";

/** The repository as its publisher changes it: a folder. */
export class RepositoryDirectory {
	readonly path: string;

	constructor(path: string) {
		this.path = path;
	}

	/** True when metadata lies there, whatever is in it. */
	get exists(): boolean {
		return existsSync(join(this.path, metadataFolder));
	}

	/**
	 * The present metadata, each signed as its root says.
	 * @throws SomaError `release-repository` when it is none, or not whole
	 */
	readMetadata(): MetadataSet {
		try {
			const root = Metadata.fromJSON(MetadataKind.Root, this.#json("root", this.#lastRoot()));
			root.verifyDelegate("root", root);
			const timestamp = Metadata.fromJSON(MetadataKind.Timestamp, this.#json("timestamp", 0));
			const snapshotVersion = timestamp.signed.snapshotMeta.version;
			const snapshotJson = this.#json("snapshot", snapshotVersion);
			const snapshot = Metadata.fromJSON(MetadataKind.Snapshot, snapshotJson);
			const targetsVersion = snapshot.signed.meta["targets.json"]?.version ?? 0;
			const targetsJson = this.#json("targets", targetsVersion);
			const targets = Metadata.fromJSON(MetadataKind.Targets, targetsJson);
			return { root, targets, snapshot, timestamp };
		} catch (cause) {
			throw this.#notWhole(cause);
		}
	}

	/** The text of a file of the repository. */
	read(path: string): string {
		return readFileSync(join(this.path, path), "utf8");
	}

	/**
	 * Keeps other publishers on this machine away until the function that it gives is called.
	 * @throws SomaError `release-busy`
	 */
	lock(): () => void {
		const descriptor = this.#open();
		if (tryLock(descriptor, true) !== undefined) {
			closeSync(descriptor);
			throw new SomaError({
				code: "release-busy",
				message: `another soma is changing ${this.path}`,
				hint: "wait until it is done, then run the same command again",
				retryable: true,
			});
		}
		return () => closeSync(descriptor);
	}

	/**
	 * Writes files in their order, each at once and flushed: after a power cut the old timestamp
	 * leads to whole old metadata, or the new one to whole new metadata.
	 */
	write(files: readonly RepositoryFile[]): void {
		for (const { path, content } of files) {
			mkdirSync(dirname(join(this.path, path)), { recursive: true });
			replaceFile(join(this.path, path), content, modes.open);
		}
	}

	#open(): number {
		try {
			return openSync(join(this.path, metadataFolder), "r");
		} catch (cause) {
			throw this.#notWhole(cause);
		}
	}

	#notWhole(cause: unknown): SomaError {
		return new SomaError({
			code: "release-repository",
			message: `${this.path} is no whole release repository: ${describe(cause)}`,
			hint: "name one that `soma release init` made: --repository DIR",
			cause,
		});
	}

	#lastRoot(): number {
		const names = readdirSync(join(this.path, metadataFolder));
		return Math.max(...names.map((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1] ?? 0)));
	}

	#json(role: RoleName, version: number) {
		return JSON.parse(this.read(metadataPath(role, version)));
	}
}

function describe(cause: unknown): string {
	return cause instanceof Error ? (errnoOf(cause) ?? cause.message) : String(cause);
}
