import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contentKey } from "../../image/tools/cache.ts";
import { run } from "../../userland/system/process.ts";
import { type Build, readBuild } from "./build.ts";
import { cached } from "./cached.ts";
import { type LabHttpServer, openHttpServer } from "./http-server.ts";
import { writeReleaseFolder } from "./release-folder.ts";
import { ensureVariant, releaseKey, type Variant, type VariantWish } from "./release-variant.ts";
import { withWorkDirectory } from "./work-directory.ts";

/** A release repository that nodes of the newest build trust, on a web server of the lab. */
export interface ReleaseSite {
	readonly server: LabHttpServer;
	readonly directory: string;
	/** `soma release` and these words, for this repository. */
	release(...words: readonly string[]): Promise<string>;
	/** Publishes a variant of the build, with the programs of the build or with other ones. */
	publish(wish: VariantWish, programs?: Programs): Promise<Variant>;
	/** Has the stable channel offer a release to everybody at once. */
	offer(version: string): Promise<void>;
}

/** Files of programs that differ from those of the build. */
export type Programs = Partial<Readonly<Record<"selector" | "rescue", string>>>;

/** Serves a repository that has the release of the newest build, offered by the stable channel. */
export async function withReleaseSite<T>(body: (site: ReleaseSite) => Promise<T>): Promise<T> {
	const build = readBuild();
	const first = await ensureFirstRepository(build);
	return await withWorkDirectory(async (work) => {
		const directory = join(work, "repository");
		cpSync(first, directory, { recursive: true });
		const server = await openHttpServer({ "/": { kind: "directory", path: directory } });
		try {
			return await body(siteOf(build, directory, work, server));
		} finally {
			await server.close();
		}
	});
}

function siteOf(build: Build, directory: string, work: string, server: LabHttpServer): ReleaseSite {
	const release: ReleaseSite["release"] = (...words) => somaRelease(build, directory, words);
	return {
		server,
		directory,
		release,
		publish: async (wish, programs = {}) => {
			const variant = await ensureVariant(build, wish);
			const folder = join(work, `release-${wish.version}`);
			await publishParts({ ...build, ...programs }, variant, directory, folder);
			return variant;
		},
		offer: async (version) => {
			await release("promote", version, "--channel", "stable", "--wave", "immediate");
		},
	};
}

/** The repository with the release of the build in it, made once. */
async function ensureFirstRepository(build: Build): Promise<string> {
	const sources = [
		import.meta.filename,
		join(import.meta.dirname, "release-folder.ts"),
		build.soma,
	];
	const key = contentKey([
		releaseKey(build),
		build.repository,
		...sources.map((path) => readFileSync(path)),
	]);
	const made = await cached("repository", key, async (path) => {
		const directory = join(path, "repository");
		mkdirSync(path);
		cpSync(build.repository, directory, { recursive: true });
		const { version, rootHash, boot, usr, verity } = build;
		await publishParts(
			build,
			{ version, rootHash, boot, usr, verity },
			directory,
			`${path}/release`,
		);
		const words = ["promote", version, "--channel", "stable", "--wave", "immediate"];
		await somaRelease(build, directory, words);
	});
	return join(made, "repository");
}

async function publishParts(
	build: Build,
	{ version, rootHash, boot, usr, verity }: Variant,
	directory: string,
	folder: string,
): Promise<void> {
	const { selector, rescue, pk, kek, db, epochSeconds, signer } = build;
	await writeReleaseFolder(folder, {
		version,
		rootHash,
		epochSeconds,
		files: { boot, usr, verity, selector, rescue, pk, kek, db },
		signer,
	});
	await somaRelease(build, directory, ["publish", folder]);
}

async function somaRelease(
	build: Build,
	directory: string,
	words: readonly string[],
): Promise<string> {
	const place = ["--repository", directory, "--keys", build.repositoryKeys];
	const { stdout } = await run({ argv: [build.soma, "release", ...words, ...place] });
	return stdout;
}
