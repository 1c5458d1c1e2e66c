import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Channel, channelNames, parseChannel } from "../../core/repository/channel.ts";
import type { MetadataSet, RepositoryFile, TargetEntry } from "../../core/repository/metadata.ts";
import { channelTarget, releaseTarget, targetPath } from "../../core/repository/paths.ts";
import { parseRelease, type RepositoryRelease } from "../../core/repository/release.ts";
import { isVersion } from "../../core/repository/schema.ts";
import { SomaError } from "../../lib/errors.ts";
import { digestOf } from "../../system/repository/release-keys.ts";
import type { RepositoryDirectory } from "../../system/repository/repository-directory.ts";

/** What a publisher's repository has in it, judged by its metadata. */
export class Published {
	readonly #repository: RepositoryDirectory;
	readonly #set: MetadataSet;

	constructor(repository: RepositoryDirectory, set: MetadataSet) {
		this.#repository = repository;
		this.#set = set;
	}

	/** The versions of all releases. */
	versions(): readonly string[] {
		return Object.keys(this.#set.targets.signed.targets).flatMap((name) => {
			const version = /^releases\/([^/]+)\/release\.json$/.exec(name)?.[1];
			return version !== undefined && isVersion(version) ? [version] : [];
		});
	}

	/** What a release is made of, if it is there. */
	release(version: string): RepositoryRelease | undefined {
		const text = this.#read(releaseTarget(version));
		return text === undefined ? undefined : parseRelease(text, version);
	}

	/** @throws SomaError `repository-no-release` */
	requireRelease(version: string): void {
		if (!this.versions().includes(version)) {
			throw new SomaError({
				code: "repository-no-release",
				message: `${this.#repository.path} has no release ${version}`,
				hint: `it has: ${this.versions().join(", ") || "none; `soma release publish` adds one"}`,
			});
		}
	}

	/** The channels that there are. */
	channels(): readonly Channel[] {
		return channelNames.flatMap((name) => {
			const text = this.#read(channelTarget(name));
			return text === undefined ? [] : [parseChannel(text, name)];
		});
	}

	#read(name: string): string | undefined {
		const target = this.#set.targets.signed.targets[name];
		if (target === undefined) {
			return undefined;
		}
		const { sha256 = "" } = target.hashes;
		const path = join(this.#repository.path, targetPath(name, sha256));
		const text = readFileSync(path, "utf8");
		if (digestOf(text) !== sha256) {
			throw new SomaError({
				code: "release-repository",
				message: `${path} differs from what the metadata says of it`,
				hint: "the disk or a copy is damaged: take this file from another copy",
			});
		}
		return text;
	}
}

/** A target with what the metadata will say of it, and its file. */
export interface NewTarget {
	readonly name: string;
	readonly entry: TargetEntry;
	readonly file: RepositoryFile;
}

/** Makes a target of some content. */
export function newTarget(name: string, content: string | Uint8Array): NewTarget {
	const sha256 = digestOf(content);
	const entry = { sizeBytes: Buffer.byteLength(content), sha256 };
	return { name, entry, file: { path: targetPath(name, sha256), content } };
}
