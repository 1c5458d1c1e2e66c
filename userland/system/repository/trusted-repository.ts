import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { type ChunkIndex, parseChunkIndex } from "../../core/chunk/index-file.ts";
import { type Channel, type ChannelName, parseChannel } from "../../core/repository/channel.ts";
import {
	channelTarget,
	metadataPath,
	releaseTarget,
	rowsTarget,
	targetPath,
} from "../../core/repository/paths.ts";
import {
	contentOf,
	parseRelease,
	type ReleasePartName,
	type RepositoryRelease,
} from "../../core/repository/release.ts";
import { invalid, isVersion } from "../../core/repository/schema.ts";
import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { noCopyLeft } from "./failures.ts";
import { RowAssembly, type RowSources } from "./index-rows.ts";
import { MetadataState } from "./metadata-state.ts";
import type { RepositorySource } from "./source.ts";
import { TufSession } from "./tuf-session.ts";

/** What a machine knows about the time. */
export interface ClockFacts {
	readonly nowMs: number;
	/** False while nobody but the machine itself vouches for its clock. */
	readonly isSynchronised: boolean;
	/** A time that is certainly over: that of the running release (`/usr/lib/clock-epoch`). */
	readonly epochMs: number;
}

/** How a repository is read. */
export interface RepositoryOptions {
	/** Copies of one repository, in the order in which they are asked. */
	readonly sources: readonly RepositorySource[];
	/** The first root (`/usr/share/soma/update/root.json`). */
	readonly baseRoot: Uint8Array;
	/** On STATE: what was trusted last. */
	readonly stateDirectory: string;
	/** In memory; what is in it is lost. */
	readonly scratchDirectory: string;
	readonly clock: () => ClockFacts;
}

/** What a refresh found. */
export interface RepositoryView {
	/** The copy that it came from. */
	readonly place: string;
	/** `unknown` while the clock is not synchronised: nothing may be taken on the strength of it. */
	readonly fresh: "yes" | "unknown";
	/** When the first of the metadata ends, in milliseconds since 1970. */
	readonly expiresAtMs: number;
	/** The numbers of the metadata. */
	readonly versions: Readonly<Record<"root" | "timestamp" | "snapshot" | "targets", number>>;
}

const textLimitBytes = 256 * 1024;
const indexLimitBytes = 16 * 1024 * 1024;

/** A release repository as a node reads it: every answer is signed, whole and of one state. */
export class TrustedRepository {
	readonly #options: RepositoryOptions;
	/** The copies, the one that answered last in front. */
	#sources: readonly RepositorySource[];
	#session: TufSession | undefined;

	constructor(options: RepositoryOptions) {
		this.#options = options;
		this.#sources = options.sources;
	}

	/**
	 * Reads the metadata from the newest copy whose state is good: one that was left behind holds
	 * nobody back. Must succeed before anything else is asked for.
	 * @throws SomaError `repository-expired`, `-signature`, `-rollback`, `-mixed`, `-malformed`,
	 *   `-invalid`, `-scratch`, or `-unreachable` when no copy says anything at all
	 */
	async refresh(): Promise<RepositoryView> {
		const { baseRoot, stateDirectory, scratchDirectory, sources, clock } = this.#options;
		const { nowMs, isSynchronised, epochMs } = clock();
		this.#session = undefined; // what was good once may have ended
		const failures: SomaError[] = [];
		let view: RepositoryView | undefined;
		for (const source of sources) {
			if (view !== undefined && !(await isNewer(source, view.versions.timestamp))) {
				continue;
			}
			try {
				const session = new TufSession({
					source,
					baseRoot,
					state: new MetadataState(stateDirectory),
					scratch: join(scratchDirectory, "metadata"),
					// What had ended before this release was made has ended, whatever the clock says.
					referenceMs: isSynchronised ? nowMs : epochMs,
				});
				await session.refresh();
				this.#session = session;
				this.#sources = [source, ...sources.filter((other) => other !== source)];
				const fresh = isSynchronised ? "yes" : "unknown";
				view = { place: source.place, fresh, ...session.facts() };
			} catch (error) {
				failures.push(expectSoma(error));
			}
		}
		if (view === undefined) {
			throw noCopyLeft(failures);
		}
		return view;
	}

	/** The versions of all releases that are there, in no order that means anything. */
	versions(): readonly string[] {
		return this.#names().flatMap((name) => {
			const version = /^releases\/([^/]+)\/release\.json$/.exec(name)?.[1];
			return version !== undefined && isVersion(version) ? [version] : [];
		});
	}

	/** True when there is a channel of this name. */
	hasChannel(name: ChannelName): boolean {
		return this.#names().includes(channelTarget(name));
	}

	/**
	 * What a channel offers.
	 * @throws SomaError `repository-no-channel`, or as {@link refresh}
	 */
	async channel(name: ChannelName): Promise<Channel> {
		const text = await this.#read(channelTarget(name), textLimitBytes);
		if (text === undefined) {
			throw new SomaError({
				code: "repository-no-channel",
				message: `the repository has no channel ${name}`,
				hint: `its publisher makes it: \`soma release promote VERSION --channel ${name}\``,
			});
		}
		return parseChannel(decode(text), name);
	}

	/**
	 * What a release is made of.
	 * @throws SomaError `repository-no-release`, or as {@link refresh}
	 */
	async release(version: string): Promise<RepositoryRelease> {
		const name = releaseTarget(version);
		const text = isVersion(version) ? await this.#read(name, textLimitBytes) : undefined;
		if (text === undefined) {
			throw new SomaError({
				code: "repository-no-release",
				message: `the repository has no release ${version}`,
				hint: "`soma release list` shows those that it has",
			});
		}
		return parseRelease(decode(text), version);
	}

	/**
	 * The chunk index of a part, which has the length that the release says.
	 * @param sources to fetch less than all of it, if that can be
	 * @throws SomaError `repository-mixed`, `chunk-index-invalid`, or as {@link refresh}
	 */
	async index(
		release: RepositoryRelease,
		part: ReleasePartName,
		sources?: RowSources,
	): Promise<ChunkIndex> {
		const { index, sizeBytes } = contentOf(release, part);
		const bytes =
			(sources && (await this.#indexFromRows(release, part, sources))) ??
			(await this.#read(releaseTarget(release.version, index), indexLimitBytes));
		if (bytes === undefined) {
			throw new SomaError({
				code: "repository-mixed",
				message: `release ${release.version} has no index of its ${part}`,
				hint: "publish it again",
			});
		}
		const chunks = parseChunkIndex(bytes);
		if (chunks.lengthBytes !== sizeBytes) {
			const what = `the index of ${part} of release ${release.version}`;
			throw invalid(what, `it is of ${chunks.lengthBytes} bytes, not ${sizeBytes}`);
		}
		return chunks;
	}

	/**
	 * The rows of the index of a part, none of which is there yet; undefined without such a file.
	 * @throws SomaError `index-rows-invalid`, `chunk-index-invalid`, or as {@link refresh}
	 */
	async rows(release: RepositoryRelease, part: ReleasePartName): Promise<RowAssembly | undefined> {
		assert(this.#session !== undefined, "a repository is refreshed before it is read");
		const name = releaseTarget(release.version, contentOf(release, part).index);
		const file = await this.#session.target(name);
		if (file === undefined || !(file.sizeBytes <= indexLimitBytes)) {
			return undefined;
		}
		const bytes = await this.#read(rowsTarget(name), file.sizeBytes);
		return bytes === undefined ? undefined : new RowAssembly(file, parseChunkIndex(bytes));
	}

	/** The bytes of an index, made of what is here and a little more; undefined if that fails. */
	async #indexFromRows(
		release: RepositoryRelease,
		part: ReleasePartName,
		sources: RowSources,
	): Promise<Uint8Array | undefined> {
		if (sources.here.length === 0) {
			return undefined;
		}
		try {
			const rows = await this.rows(release, part);
			return await rows?.complete(sources);
		} catch (error) {
			expectSoma(error); // whatever is wrong with the rows, the index itself may be good
			return undefined;
		}
	}

	#names(): readonly string[] {
		assert(this.#session !== undefined, "a repository is refreshed before it is read");
		return this.#session.targetNames();
	}

	/** The bytes of a target from the first copy that has the right ones. */
	async #read(name: string, limitBytes: number): Promise<Uint8Array | undefined> {
		assert(this.#session !== undefined, "a repository is refreshed before it is read");
		const target = await this.#session.target(name);
		if (target === undefined) {
			return undefined;
		}
		const { sizeBytes, sha256 } = target;
		if (!(sizeBytes <= limitBytes)) {
			throw tooLong(name, sizeBytes, limitBytes);
		}
		const failures: SomaError[] = [];
		for (const source of this.#sources) {
			try {
				const bytes = await source.read(targetPath(name, sha256), { maxBytes: sizeBytes });
				if (bytes?.length === sizeBytes && digestOf(bytes) === sha256) {
					return bytes;
				}
				const what = bytes === undefined ? "is not there" : "differs from what is signed";
				failures.push(wrongTarget(source.place, name, what));
			} catch (error) {
				failures.push(expectSoma(error));
			}
		}
		throw noCopyLeft(failures);
	}
}

const timestampSchema = v.object({ signed: v.object({ version: v.number() }) });
const timestampLimitBytes = 64 * 1024;

/** Whether a copy says that it is newer; it is believed only after all of it was verified. */
async function isNewer(source: RepositorySource, version: number): Promise<boolean> {
	try {
		const path = metadataPath("timestamp", 0);
		const bytes = await source.read(path, { maxBytes: timestampLimitBytes });
		const said = v.safeParse(timestampSchema, JSON.parse(decode(bytes ?? new Uint8Array())));
		return said.success && said.output.signed.version > version;
	} catch {
		return false; // it has nothing to say
	}
}

function digestOf(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

function decode(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}

/** An error that we did not expect of a copy is a fault of ours. */
function expectSoma(error: unknown): SomaError {
	if (error instanceof SomaError) {
		return error;
	}
	throw error;
}

function wrongTarget(place: string, name: string, what: string): SomaError {
	return new SomaError({
		code: "repository-mixed",
		message: `${place}: ${name} ${what}`,
		hint: "the copy is being made, or was changed: try again, or take another copy",
		retryable: true,
	});
}

function tooLong(name: string, sizeBytes: number, limitBytes: number): SomaError {
	return new SomaError({
		code: "repository-invalid",
		message: `${name} has ${sizeBytes} bytes, more than ${limitBytes}`,
		hint: "it is signed like this: its publisher made it with another version of soma",
	});
}
