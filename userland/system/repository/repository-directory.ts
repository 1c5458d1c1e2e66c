import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Metadata, MetadataKind, type Root } from "@tufjs/models";
import { type Fault, type FoundMetadata, findFault } from "../../core/repository/judgement.ts";
import type { RoleName } from "../../core/repository/keys.ts";
import type { RepositoryFile } from "../../core/repository/metadata.ts";
import { metadataFolder, metadataPath, targetsFolder } from "../../core/repository/paths.ts";
import { required } from "../../lib/assert.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { modes, replaceFile } from "../durable-file.ts";
import { tryLock } from "../libc.ts";

/** Files of the first metadata, and pieces of them; the timestamp comes last. */
const ofBeginning = /^(?:1\.(?:root|targets|snapshot)\.json|.+\.\d+\.new)$/;

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

	/** True when a command that makes a repository was stopped here, and nothing follows from it. */
	get isBegun(): boolean {
		return (
			this.exists &&
			!existsSync(join(this.path, targetsFolder)) &&
			readdirSync(join(this.path, metadataFolder)).every((name) => ofBeginning.test(name))
		);
	}

	/** The ids of the keys of the first root; none while there is no such root. */
	firstKeyIds(): readonly string[] {
		if (!existsSync(join(this.path, metadataPath("root", 1)))) {
			return [];
		}
		return Object.keys(this.#root(1).signed.keys);
	}

	/** Makes the folder, in which nothing is a repository yet. */
	begin(): void {
		mkdirSync(join(this.path, metadataFolder), { recursive: true });
	}

	/**
	 * The present metadata, each signed as its root says; it may have ended.
	 * @throws SomaError `release-repository` when it is none, not whole, or changed by a stranger
	 */
	readMetadata(): FoundMetadata {
		const roots = this.#roots();
		const root = required(roots.at(-1), "a root");
		const { metadata: timestamp } = this.#parse("timestamp", 0, (json) =>
			Metadata.fromJSON(MetadataKind.Timestamp, json),
		);
		const { version: snapshotVersion } = timestamp.signed.snapshotMeta;
		const { metadata: snapshot, text: snapshotText } = this.#parse(
			"snapshot",
			snapshotVersion,
			(json) => Metadata.fromJSON(MetadataKind.Snapshot, json),
		);
		const targetsVersion = snapshot.signed.meta["targets.json"]?.version ?? 0;
		const { metadata: targets, text: targetsText } = this.#parse(
			"targets",
			targetsVersion,
			(json) => Metadata.fromJSON(MetadataKind.Targets, json),
		);
		const found = { roots, root, targets, snapshot, timestamp };
		this.refuse(findFault(found, { targets: targetsText, snapshot: snapshotText }));
		return found;
	}

	/** @throws SomaError `release-repository` for a fault, if there is one */
	refuse(fault: Fault | undefined): void {
		if (fault !== undefined) {
			throw new SomaError({
				code: "release-repository",
				message: `${join(this.path, fault.file)} ${fault.problem}: nothing is signed on top of it`,
				hint:
					fault.hint ??
					"somebody changed it, or the disk is damaged: take the metadata from another copy",
			});
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

	#notWhole(cause: unknown, path: string = metadataFolder): SomaError {
		return new SomaError({
			code: "release-repository",
			message: `${this.path} is no whole release repository: ${path}: ${describe(cause)}`,
			hint:
				"name one that `soma release init` made: --repository DIR; or take what is missing from " +
				"another copy",
			cause,
		});
	}

	/** The last root, and those before it down to one that is missing. */
	#roots(): readonly Metadata<Root>[] {
		const versions = this.#names()
			.map((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1] ?? 0))
			.filter((version) => version > 0);
		const roots: Metadata<Root>[] = [];
		const last = Math.max(0, ...versions);
		for (let version = last; version === last || versions.includes(version); version--) {
			const root = this.#root(version);
			if (root.signed.version !== version) {
				this.refuse({
					file: metadataPath("root", version),
					problem: "has the number of another one",
				});
			}
			roots.unshift(root);
		}
		return roots;
	}

	#names(): readonly string[] {
		try {
			return readdirSync(join(this.path, metadataFolder));
		} catch (cause) {
			throw this.#notWhole(cause);
		}
	}

	#root(version: number): Metadata<Root> {
		return this.#parse("root", version, (json) => Metadata.fromJSON(MetadataKind.Root, json))
			.metadata;
	}

	#parse<Value>(
		role: RoleName,
		version: number,
		read: (json: Parameters<typeof Metadata.fromJSON>[1]) => Value,
	): { readonly metadata: Value; readonly text: string } {
		const path = metadataPath(role, version);
		try {
			const text = this.read(path);
			return { metadata: read(JSON.parse(text)), text };
		} catch (cause) {
			throw this.#notWhole(cause, path);
		}
	}
}

function describe(cause: unknown): string {
	return cause instanceof Error ? (errnoOf(cause) ?? cause.message) : String(cause);
}
