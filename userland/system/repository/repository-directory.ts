import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Metadata, MetadataKind } from "@tufjs/models";
import type { RoleName } from "../../core/repository/keys.ts";
import type { MetadataSet, RepositoryFile } from "../../core/repository/metadata.ts";
import { metadataFolder, metadataPath } from "../../core/repository/paths.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { modes, replaceFile } from "../durable-file.ts";

/** The repository as its publisher changes it: a folder. */
export class RepositoryDirectory {
	readonly path: string;
	/** What the timestamp said when it was read. */
	#timestamp: string | undefined;

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
			this.#timestamp = this.read(metadataPath("timestamp", 0));
			const timestamp = Metadata.fromJSON(MetadataKind.Timestamp, this.#json("timestamp", 0));
			const snapshotVersion = timestamp.signed.snapshotMeta.version;
			const snapshotJson = this.#json("snapshot", snapshotVersion);
			const snapshot = Metadata.fromJSON(MetadataKind.Snapshot, snapshotJson);
			const targetsVersion = snapshot.signed.meta["targets.json"]?.version ?? 0;
			const targetsJson = this.#json("targets", targetsVersion);
			const targets = Metadata.fromJSON(MetadataKind.Targets, targetsJson);
			return { root, targets, snapshot, timestamp };
		} catch (cause) {
			throw new SomaError({
				code: "release-repository",
				message: `${this.path} is no whole release repository: ${describe(cause)}`,
				hint: "name one that `soma release init` made: --repository DIR",
				cause,
			});
		}
	}

	/** The text of a file of the repository. */
	read(path: string): string {
		return readFileSync(join(this.path, path), "utf8");
	}

	/**
	 * Writes files in their order, each at once and flushed: after a power cut the old timestamp
	 * leads to whole old metadata, or the new one to whole new metadata.
	 * @throws SomaError `release-busy` when somebody else published since the metadata was read
	 */
	write(files: readonly RepositoryFile[]): void {
		for (const { path, text } of files) {
			if (path === metadataPath("timestamp", 0)) {
				this.#refuseOthers();
			}
			mkdirSync(dirname(join(this.path, path)), { recursive: true });
			replaceFile(join(this.path, path), text, modes.open);
		}
	}

	#refuseOthers(): void {
		const path = metadataPath("timestamp", 0);
		const now = existsSync(join(this.path, path)) ? this.read(path) : undefined;
		if (now !== this.#timestamp) {
			throw new SomaError({
				code: "release-busy",
				message: `${this.path} was changed by somebody else meanwhile`,
				hint: "run the same command again, one at a time",
				retryable: true,
			});
		}
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
	return errnoOf(cause) === "ENOENT" || cause instanceof Error ? String(cause) : "unknown";
}
