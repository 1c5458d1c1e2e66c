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

	/** True for a target as the metadata signs it. */
	isSigned({ name, entry }: NewTarget): boolean {
		return this.#sha256(name) === entry.sha256;
	}

	/** False for a file that the metadata signs, and that is lost or damaged. */
	isWhole(name: string): boolean {
		const sha256 = this.#sha256(name);
		const bytes = sha256 === undefined ? undefined : readTarget(this.#path(name, sha256));
		return sha256 === undefined || (bytes !== undefined && digestOf(bytes) === sha256);
	}

	#sha256(name: string): string | undefined {
		return this.#set.targets.signed.targets[name]?.hashes["sha256"];
	}

	#path(name: string, sha256: string): string {
		return join(this.#repository.path, targetPath(name, sha256));
	}

	#read(name: string): string | undefined {
		const sha256 = this.#sha256(name);
		if (sha256 === undefined) {
			return undefined;
		}
		const path = this.#path(name, sha256);
		const bytes = readTarget(path);
		if (bytes === undefined || digestOf(bytes) !== sha256) {
			const problem =
				bytes === undefined ? "cannot be read" : "differs from what the metadata says of it";
			const again = name.startsWith("releases/") ? ", or publish its release again" : "";
			throw new SomaError({
				code: "release-repository",
				message: `${path} ${problem}`,
				hint: `the disk or a copy is damaged: take this file from another copy${again}`,
			});
		}
		return bytes.toString("utf8");
	}
}

function readTarget(path: string): Buffer | undefined {
	try {
		return readFileSync(path);
	} catch {
		return undefined; // whatever is wrong with it: it is not there
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
