import { createHash } from "node:crypto";
import { type Chunk, type ChunkIndex, formatChunkIndex } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import {
	type Content,
	contentOf,
	type ReleasePartName,
	type RepositoryRelease,
	releasePartNames,
} from "../../core/repository/release.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { formatBytes } from "../../lib/table.ts";
import { decodeChunk, greatestCompressedBytes } from "../../system/chunk-store.ts";
import { digestOf } from "../../system/repository/release-keys.ts";
import type { RepositorySource } from "../../system/repository/source.ts";
import type { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { type Context, formatJson } from "../context.ts";
import { readChannels, withReading } from "./reading.ts";
import { checkRoots } from "./root-gap.ts";
import type { verifySpec } from "./specs.ts";

/** `soma release verify`. */
export async function runVerify(
	context: Context,
	{ flags }: ParsedCommand<typeof verifySpec>,
): Promise<number> {
	const facts = await withReading(
		flags,
		async ({ source, repository, view }) => {
			const releases = repository.versions();
			const checked = await checkReleases(repository, source, releases, flags.quick);
			const channels = await checkChannels(repository, releases);
			const expires = new Date(view.expiresAtMs).toISOString();
			return { place: source.place, releases, channels, ...checked, expires };
		},
		checkRoots,
	);
	context.print(flags.json ? formatJson(facts) : explain(facts));
	return 0;
}

interface Facts {
	readonly place: string;
	readonly releases: readonly string[];
	readonly channels: Readonly<Record<string, string | null>>;
	readonly contents: number;
	readonly contentBytes: number;
	readonly expires: string;
}

function explain({ place, releases, channels, contents, contentBytes, expires }: Facts): string {
	const offers = Object.entries(channels).map(([name, version]) => `${name} ${version ?? "none"}`);
	const read =
		contents === 0
			? "chunks not read"
			: `${contents} different parts read to their last byte (${formatBytes(contentBytes)})`;
	const noun = releases.length === 1 ? "release" : "releases";
	return [
		`${place} is whole: ${releases.length} ${noun}, ${read}`,
		`channels: ${offers.join(", ") || "none"}; the metadata ends at ${expires}`,
	].join("\n");
}

async function checkReleases(
	repository: TrustedRepository,
	source: RepositorySource,
	versions: readonly string[],
	quick: boolean,
): Promise<{ contents: number; contentBytes: number }> {
	// Two indexes can lead to the same bytes by other chunks.
	const seen = new Set<string>();
	let contentBytes = 0;
	for (const version of versions) {
		const release = await repository.release(version);
		for (const part of releasePartNames) {
			const content = contentOf(release, part);
			const index = await repository.index(release, part);
			await checkRows(repository, source, release, part, quick);
			const key = `${content.sha256} ${digestOf(formatChunkIndex(index))}`;
			if (!quick && !seen.has(key)) {
				await checkContent(source, `${part} of release ${version}`, content, index);
				contentBytes += content.sizeBytes;
				seen.add(key);
			}
		}
	}
	return { contents: seen.size, contentBytes };
}

/** Reads the rows of an index, and judges whether they lead to it, as nodes need them. */
async function checkRows(
	repository: TrustedRepository,
	source: RepositorySource,
	release: RepositoryRelease,
	part: ReleasePartName,
	quick: boolean,
): Promise<void> {
	const rows = await repository.rows(release, part);
	if (rows !== undefined && !quick) {
		const what = `index of the ${part} of release ${release.version}`;
		await rows.fetch((chunk) => readChunk(source, what, chunk));
		rows.finish();
	}
}

/** Reads every chunk, and judges what they make together. */
async function checkContent(
	source: RepositorySource,
	what: string,
	content: Content,
	index: ChunkIndex,
): Promise<void> {
	const hash = createHash("sha256");
	for (const chunk of index.chunks) {
		hash.update(decodeChunk(await readChunk(source, what, chunk), chunk));
	}
	if (hash.digest("hex") !== content.sha256) {
		throw new SomaError({
			code: "repository-invalid",
			message: `the index of the ${what} leads to other bytes than its description says`,
			hint: "publish it again under a new version",
		});
	}
}

async function readChunk(
	source: RepositorySource,
	what: string,
	chunk: Chunk,
): Promise<Uint8Array> {
	const path = `${chunkFolder}/${chunkPath(chunk.id)}`;
	const bytes = await source.read(path, { maxBytes: greatestCompressedBytes(chunk.lengthBytes) });
	if (bytes === undefined) {
		throw new SomaError({
			code: "chunk-missing",
			message: `${source.place} lacks ${path}, a chunk of the ${what}`,
			hint: "publish that release again: it puts back what is missing",
		});
	}
	return bytes;
}

async function checkChannels(repository: TrustedRepository, releases: readonly string[]) {
	const channels = await readChannels(repository);
	for (const { channel, release } of channels) {
		const by = channels.find(({ withdrawn }) => withdrawn.includes(release ?? ""));
		if (by !== undefined) {
			throw new SomaError({
				code: "repository-invalid",
				message: `channel ${channel} offers release ${release}, which ${by.channel} withdrew`,
				hint: `take it back from both: \`soma release withdraw ${release}\``,
			});
		}
		if (release !== null && !releases.includes(release)) {
			throw new SomaError({
				code: "repository-invalid",
				message: `channel ${channel} offers release ${release}, which is not there`,
				hint: `offer another one: \`soma release promote VERSION --channel ${channel}\``,
			});
		}
	}
	return Object.fromEntries(channels.map(({ channel, release }) => [channel, release]));
}
