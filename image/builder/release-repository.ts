import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../userland/system/process.ts";
import { cacheDirectory } from "../tools/cache.ts";

/** A release repository of this machine that nobody else shall trust. */
export interface DevelopmentRepository {
	/** With its metadata, and no release in it: copy it, and publish into the copy. */
	readonly repository: string;
	/** All its keys, which a real one keeps apart. */
	readonly keys: string;
	/** What nodes trust first. */
	readonly root: string;
}

/** Long enough that a machine which is built on now and then never meets an end of it. */
const lifeDays = "3650";

/** Makes the repository by `soma release init`, once, beside the other keys in the cache. */
export async function ensureDevelopmentRepository(soma: string): Promise<DevelopmentRepository> {
	const directory = join(cacheDirectory(), "keys", "releases");
	const inside = (name: string) => ({
		repository: join(name, "repository"),
		keys: join(name, "keys"),
	});
	if (!existsSync(directory)) {
		const staging = `${directory}.${process.pid}`;
		rmSync(staging, { recursive: true, force: true });
		mkdirSync(staging, { recursive: true, mode: 0o700 });
		const { repository, keys } = inside(staging);
		const lives = ["root", "targets", "snapshot", "timestamp"];
		await run({
			argv: [
				...[soma, "release", "init", "--repository", repository, "--keys", keys],
				...lives.flatMap((role) => [`--${role}-days`, lifeDays]),
			],
		});
		renameSync(staging, directory);
	}
	const made = inside(directory);
	return { ...made, root: join(made.repository, "metadata", "1.root.json") };
}
