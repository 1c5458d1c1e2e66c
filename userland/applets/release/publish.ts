import { join } from "node:path";
import { releaseFolder } from "../../core/release/manifest.ts";
import { changeTargets, type RepositoryFile } from "../../core/repository/metadata.ts";
import { chunkFolder, releaseTarget, rowsTarget } from "../../core/repository/paths.ts";
import { describeRelease, partOf, versionBefore } from "../../core/repository/publish.ts";
import {
	chunkSizesOf,
	formatRelease,
	releasePartNames,
	rowParts,
} from "../../core/repository/release.ts";
import { isVersion } from "../../core/repository/schema.ts";
import { required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { formatBytes } from "../../lib/table.ts";
import { flushFileSystem } from "../../system/flush.ts";
import { openReleaseSource } from "../../system/release-source.ts";
import { type ChunkedPart, chunkPart, chunkRows } from "../../system/repository/chunk-release.ts";
import { openSignedRelease, type Release } from "../../system/signed-release.ts";
import { readText } from "../../system/text-file.ts";
import type { Context } from "../context.ts";
import { type NewTarget, newTarget, Published } from "./published.ts";
import { describeAgain, lostFiles } from "./restore.ts";
import { type ReleaseSession, report, withSession } from "./session.ts";
import { publishSpec } from "./specs.ts";

/** `soma release publish RELEASE_DIR`. */
export async function runPublish(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof publishSpec>,
): Promise<number> {
	const directory = required(positionals["RELEASE_DIR"], "the directory");
	return await withSession(publishSpec, flags, (session) =>
		publish(context, flags, session, directory),
	);
}

async function publish(
	context: Context,
	flags: ParsedCommand<typeof publishSpec>["flags"],
	session: ReleaseSession,
	directory: string,
): Promise<number> {
	changeTargets(session.set, new Map(), session.signing); // keys that are missing are missed now
	const source = await openRelease(directory, flags.certificate);
	const { version } = source.manifest;
	const published = new Published(session.repository, session.set);
	if (published.versions().includes(version)) {
		const again = describeAgain(source.manifest, published);
		const targets = await chunkAll(context, session, directory, source, flags["dry-run"]);
		restore(context, flags, session, lostFiles(published, [...targets, again]), version);
		return 0;
	}
	const previous = versionBefore(published.versions(), version);
	const before = previous === undefined ? undefined : published.release(previous);
	const release = describeRelease(source.manifest, before);
	const targets = await chunkAll(context, session, directory, source, flags["dry-run"]);
	const all = [...targets, newTarget(releaseTarget(version), formatRelease(release))];
	const changes = new Map(all.map(({ name, entry }) => [name, entry]));
	const step = changeTargets(session.set, changes, session.signing);
	session.write([...all.map(({ file }) => file), ...step.files]);
	const sentence = `release ${version} is published; no channel offers it by that`;
	report(context, flags, { ...session.outcome(step), changed: true }, sentence);
	return 0;
}

function restore(
	context: Context,
	flags: ParsedCommand<typeof publishSpec>["flags"],
	session: ReleaseSession,
	lost: readonly RepositoryFile[],
	version: string,
): void {
	session.write(lost);
	const outcome = session.outcome({ next: session.set, files: [] });
	const verb = flags["dry-run"] ? "to put back" : "put back";
	const files = lost.length === 0 ? "" : `; files ${verb}: ${lost.length}`;
	const sentence = `release ${version} is there already${files}`;
	report(context, flags, { ...outcome, changed: lost.length > 0 }, sentence);
}

async function openRelease(directory: string, certificate: string | undefined): Promise<Release> {
	const path = certificate ?? join(directory, "certificate.pem");
	const pem = readText(path);
	if (pem === undefined) {
		throw new SomaError({
			code: "certificate-invalid",
			message: `${path} cannot be read`,
			hint: "name the directory that `npm run image` made, such as out/4800",
		});
	}
	const release = await openSignedRelease(openReleaseSource(directory), pem);
	const { version } = release.manifest;
	if (!isVersion(version)) {
		throw new SomaError({
			code: "release-version",
			message: `${version} is no version that can be published: versions are numbers with dots`,
			hint: "build it from a commit: `npm run image`",
		});
	}
	return release;
}

/** Cuts every part; the chunks are on the disk when this is done. */
async function chunkAll(
	context: Context,
	session: ReleaseSession,
	directory: string,
	{ manifest }: Release,
	dryRun: boolean,
): Promise<readonly NewTarget[]> {
	const store = join(session.repository.path, chunkFolder);
	const targets: NewTarget[] = [];
	for (const part of releasePartNames) {
		const described = partOf(manifest, part);
		const path = join(directory, releaseFolder, described.file);
		const cut = await chunkPart(path, described, chunkSizesOf(part), store, dryRun);
		context.warn(`${part}: ${explain(described.sizeBytes, cut)}`);
		const name = releaseTarget(manifest.version, `${part}.caibx`);
		targets.push(newTarget(name, cut.index));
		if (rowParts.includes(part)) {
			targets.push(newTarget(rowsTarget(name), chunkRows(cut.index, store, dryRun)));
		}
	}
	if (!dryRun) {
		flushFileSystem(session.repository.path);
	}
	return targets;
}

function explain(sizeBytes: number, { chunks, newChunks, newBytes }: ChunkedPart): string {
	const fresh =
		newChunks === 0 ? "none of them new" : `${newChunks} new (${formatBytes(newBytes)})`;
	return `${formatBytes(sizeBytes)} in ${chunks} chunks, ${fresh}`;
}
