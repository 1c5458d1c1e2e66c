import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Channel, channelNames } from "../../core/repository/channel.ts";
import { metadataPath } from "../../core/repository/paths.ts";
import { SomaError } from "../../lib/errors.ts";
import { readBounded } from "../../system/local-files.ts";
import { openRepositorySource, type RepositorySource } from "../../system/repository/source.ts";
import {
	type RepositoryView,
	TrustedRepository,
} from "../../system/repository/trusted-repository.ts";
import { repositoryOf } from "./session.ts";

const rootLimitBytes = 64 * 1024;

/** A repository that was read as a node reads it. */
export interface Reading {
	readonly source: RepositorySource;
	readonly repository: TrustedRepository;
	readonly view: RepositoryView;
}

/**
 * Opens the repository that the flags name as a node that sees it for the first time.
 * @param first what a look at its files says better than a node would
 */
export async function withReading<T>(
	flags: { readonly repository: string | undefined; readonly root: string | undefined },
	work: (reading: Reading) => Promise<T>,
	first: (source: RepositorySource) => Promise<void> = async () => {},
): Promise<T> {
	const source = openRepositorySource(repositoryOf(flags));
	const baseRoot =
		flags.root === undefined ? await firstRoot(source) : readBounded(flags.root, rootLimitBytes);
	await first(source);
	const directory = mkdtempSync(join(tmpdir(), "soma-release-"));
	try {
		const repository = new TrustedRepository({
			sources: [source],
			baseRoot,
			stateDirectory: join(directory, "state"),
			scratchDirectory: join(directory, "scratch"),
			clock: () => ({ nowMs: Date.now(), isSynchronised: true, epochMs: 0 }),
		});
		const view = await repository.refresh();
		return await work({ source, repository, view });
	} finally {
		rmSync(directory, { recursive: true });
	}
}

/** What every channel offers. */
export async function readChannels(repository: TrustedRepository): Promise<readonly Channel[]> {
	const channels: Channel[] = [];
	for (const name of channelNames.filter((channel) => repository.hasChannel(channel))) {
		channels.push(await repository.channel(name));
	}
	return channels;
}

async function firstRoot(source: RepositorySource): Promise<Uint8Array> {
	const path = metadataPath("root", 1);
	const bytes = await source.read(path, { maxBytes: rootLimitBytes });
	if (bytes === undefined) {
		throw new SomaError({
			code: "repository-unreachable",
			message: `${source.place} is no release repository: ${path} is not there`,
			hint: "name its directory or URL: --repository PLACE",
		});
	}
	return bytes;
}
