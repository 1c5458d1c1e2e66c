import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelNames } from "../../core/repository/channel.ts";
import { metadataPath } from "../../core/repository/paths.ts";
import { releasePartNames } from "../../core/repository/release.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { readBounded } from "../../system/local-files.ts";
import { openRepositorySource, type RepositorySource } from "../../system/repository/source.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { type Context, formatJson } from "../context.ts";
import { repositoryOf } from "./session.ts";
import type { verifySpec } from "./specs.ts";

const rootLimitBytes = 64 * 1024;

/** `soma release verify`. */
export async function runVerify(
	context: Context,
	{ flags }: ParsedCommand<typeof verifySpec>,
): Promise<number> {
	const source = openRepositorySource(repositoryOf(flags));
	const baseRoot =
		flags.root === undefined ? await firstRoot(source) : readBounded(flags.root, rootLimitBytes);
	const directory = mkdtempSync(join(tmpdir(), "soma-verify-"));
	try {
		const repository = new TrustedRepository({
			sources: [source],
			baseRoot,
			stateDirectory: join(directory, "state"),
			scratchDirectory: join(directory, "scratch"),
			clock: () => ({ nowMs: Date.now(), isSynchronised: true, epochMs: 0 }),
		});
		const view = await repository.refresh();
		const releases = repository.versions();
		for (const version of releases) {
			const release = await repository.release(version);
			for (const part of releasePartNames) {
				await repository.index(release, part);
			}
		}
		const channels = await readChannels(repository, releases);
		const ends = new Date(view.expiresAtMs).toISOString();
		context.print(
			flags.json
				? formatJson({ place: source.place, releases, channels, expires: ends })
				: `${source.place} is whole: ${releases.length} releases; it ends at ${ends}`,
		);
		return 0;
	} finally {
		rmSync(directory, { recursive: true });
	}
}

async function readChannels(repository: TrustedRepository, releases: readonly string[]) {
	const offered: Record<string, string | null> = {};
	for (const name of channelNames.filter((channel) => repository.hasChannel(channel))) {
		const { release } = await repository.channel(name);
		if (release !== null && !releases.includes(release)) {
			throw new SomaError({
				code: "repository-invalid",
				message: `channel ${name} offers release ${release}, which is not there`,
				hint: `offer another one: \`soma release promote VERSION --channel ${name}\``,
			});
		}
		offered[name] = release;
	}
	return offered;
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
