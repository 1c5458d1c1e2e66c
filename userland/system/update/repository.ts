import type { Chunk, ChunkIndex } from "../../core/chunk/index-file.ts";
import type { SlotPart } from "../../core/release/manifest.ts";
import type { Channel, ChannelName } from "../../core/repository/channel.ts";
import type { RepositoryRelease } from "../../core/repository/release.ts";
import type { SlotIndexes } from "../../core/update/assembly.ts";
import { SomaError } from "../../lib/errors.ts";
import type { RepositorySource } from "../repository/source.ts";
import type { TrustedRepository } from "../repository/trusted-repository.ts";
import { type ChunkSourceOptions, ChunkSources } from "./chunk-sources.ts";
import type { DescribedRelease, ProgramRepository, UpdateRepository } from "./ports.ts";

/** What the update agent takes releases from. */
export interface UpdateRepositoryOptions extends Omit<ChunkSourceOptions, "sources" | "rounds"> {
	/** Opens the repository when it is asked first. @throws SomaError when there is none */
	readonly trusted: () => TrustedRepository;
	readonly servers: readonly RepositorySource[];
	readonly neighbours: readonly RepositorySource[];
	readonly channel: ChannelName;
	/** Called with what the channel says, whenever it was asked. */
	readonly onChannel: (channel: Channel) => void;
}

/** A repository for the update agent, and what its channel said last. */
export interface ChannelRepository extends UpdateRepository, ProgramRepository {
	/** Undefined before a refresh, or when there is no such channel. */
	channel(): Channel | undefined;
}

/** Reads a trusted repository for the update agent; metadata is refreshed once in its life. */
export function channelRepository(options: UpdateRepositoryOptions): ChannelRepository {
	let opened: TrustedRepository | undefined;
	const chunks = new ChunkSources({
		...options,
		sources: [...options.neighbours, ...options.servers],
	});
	// Whoever has bad rows is not left alone for that: the index comes whole then, and its chunks.
	const rows = new ChunkSources({
		...options,
		sources: [...options.neighbours, ...options.servers],
		rounds: 1,
		log: (text) => options.log(`rows of an index: ${text}`),
	});
	const fetchRow = (chunk: Chunk): Promise<Uint8Array> => rows.fetch(chunk);
	let channel: Channel | undefined;
	const refreshOnce = async (): Promise<TrustedRepository> => {
		if (opened === undefined) {
			const trusted = options.trusted();
			await trusted.refresh();
			opened = trusted;
		}
		return opened;
	};
	return {
		channel: () => channel,
		refresh: async (version) => {
			const trusted = await refreshOnce();
			channel = trusted.hasChannel(options.channel)
				? await trusted.channel(options.channel)
				: undefined;
			if (channel !== undefined) {
				options.onChannel(channel);
			}
			if (channel === undefined && version === undefined) {
				throw noChannel(options.channel);
			}
			const wanted = version ?? channel?.release ?? undefined;
			const release = wanted === undefined ? undefined : await trusted.release(wanted);
			return {
				release:
					release === undefined
						? undefined
						: { version: release.version, rootHash: release.rootHash },
				withdrawn: channel?.withdrawn ?? [],
			};
		},
		describe: async (version, here = []) => {
			const trusted = await refreshOnce();
			return await describe(trusted, await trusted.release(version), here, fetchRow);
		},
		findIndexes: async ({ version, rootHash }, here = []) => {
			const trusted = await refreshOnce();
			if (!trusted.versions().includes(version)) {
				return;
			}
			const release = await trusted.release(version);
			return release.rootHash === rootHash
				? await describe(trusted, release, here, fetchRow)
				: undefined;
		},
		programIndex: async (release, program) => await (await refreshOnce()).index(release, program),
		fetchChunk: (chunk) => chunks.fetch(chunk),
	};
}

async function describe(
	trusted: TrustedRepository,
	description: RepositoryRelease,
	here: readonly SlotIndexes[],
	fetchChunk: (chunk: Chunk) => Promise<Uint8Array>,
): Promise<DescribedRelease> {
	const indexOf = (part: SlotPart): Promise<ChunkIndex> =>
		trusted.index(description, part, {
			here: here.flatMap((indexes) => indexes[part] ?? []),
			fetchChunk,
		});
	const [boot, usr, verity] = [
		await indexOf("boot"),
		await indexOf("usr"),
		await indexOf("verity"),
	];
	return { description, indexes: { boot, usr, verity } };
}

function noChannel(name: ChannelName): SomaError {
	return new SomaError({
		code: "repository-no-channel",
		message: `the repository has no channel ${name}`,
		hint: `its publisher makes it: \`soma release promote VERSION --channel ${name}\``,
	});
}
