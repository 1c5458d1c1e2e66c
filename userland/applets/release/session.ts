import { findStranger } from "../../core/repository/judgement.ts";
import type { RoleName } from "../../core/repository/keys.ts";
import type {
	MetadataSet,
	MetadataStep,
	RepositoryFile,
	Signing,
} from "../../core/repository/metadata.ts";
import { type CommandSpec, usageError } from "../../lib/flags.ts";
import { readKeys } from "../../system/repository/key-directory.ts";
import { digestOf } from "../../system/repository/release-keys.ts";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { type Context, formatJson } from "../context.ts";

/** Flags that say how long metadata lives. */
type LifeFlags = Readonly<Record<`${RoleName}-days`, number | undefined>>;

/** The flags of every command that signs. */
export interface SigningFlags extends LifeFlags {
	readonly repository: string | undefined;
	readonly keys: readonly string[];
	readonly "dry-run": boolean;
	readonly json: boolean;
}

/** A command that changes a repository, at work. */
export interface ReleaseSession {
	readonly repository: RepositoryDirectory;
	readonly set: MetadataSet;
	readonly signing: Signing;
	readonly nowMs: number;
	/** Writes files, unless the command only says what it would do. */
	write(files: readonly RepositoryFile[]): void;
	/** What a step led to, for who asked for it. */
	outcome(step: MetadataStep): Outcome;
}

const dayMs = 86_400_000;

/** How long before its end a publisher is told to fetch the keys that are offline. */
const soonDays = 21;

/** What became of a repository. */
export interface Outcome {
	readonly repository: string;
	readonly versions: Readonly<Record<RoleName, number>>;
	/** When the first of its metadata ends. */
	readonly expires: string;
	/** Roles whose keys are offline, and whose metadata ends before long. */
	readonly endingSoon: readonly RoleName[];
	readonly dryRun: boolean;
}

/** The repository that the flags or the environment name. */
export function repositoryOf(flags: { readonly repository: string | undefined }): string {
	return flags.repository ?? process.env["SOMA_RELEASE_REPOSITORY"] ?? ".";
}

/** Opens the repository and the keys that the flags name, for this work alone. */
export async function withSession(
	spec: Pick<CommandSpec, "name">,
	flags: SigningFlags,
	work: (session: ReleaseSession) => number | Promise<number>,
): Promise<number> {
	if (flags.keys.length === 0) {
		throw usageError(spec, `${spec.name}: --keys is missing`);
	}
	const repository = new RepositoryDirectory(repositoryOf(flags));
	const unlock = repository.lock();
	try {
		return await work(openSession(repository, flags, Date.now()));
	} finally {
		unlock();
	}
}

function openSession(
	repository: RepositoryDirectory,
	flags: SigningFlags,
	nowMs: number,
): ReleaseSession {
	const set = repository.readMetadata();
	const signers = readKeys(flags.keys).map(({ signer }) => signer);
	repository.refuse(findStranger(set, signers));
	return {
		repository,
		set,
		signing: { signers, expires: expiriesOf(flags, nowMs), digestOf },
		nowMs,
		write: (files) => {
			if (!flags["dry-run"]) {
				repository.write(files);
			}
		},
		outcome: ({ next: { root, targets, snapshot, timestamp } }) => {
			const all = { root, targets, snapshot, timestamp };
			const [expires = ""] = Object.values(all)
				.map(({ signed }) => signed.expires)
				.sort();
			const versions = {
				root: root.signed.version,
				targets: targets.signed.version,
				snapshot: snapshot.signed.version,
				timestamp: timestamp.signed.version,
			};
			const endingSoon = (["root", "targets"] as const).filter((role) => {
				return Date.parse(all[role].signed.expires) < nowMs + soonDays * dayMs;
			});
			const { path } = repository;
			return { repository: path, versions, expires, endingSoon, dryRun: flags["dry-run"] };
		},
	};
}

/** Prints what was done. */
export function report(
	context: Context,
	flags: Pick<SigningFlags, "json">,
	outcome: Outcome & { readonly changed: boolean },
	sentence?: string,
): void {
	if (flags.json) {
		context.print(formatJson(outcome));
		return;
	}
	const { versions, expires, dryRun, changed, endingSoon } = outcome;
	if (sentence !== undefined) {
		context.print(sentence);
	}
	const numbers = Object.entries(versions).map(([role, version]) => `${role} ${version}`);
	const state = `${numbers.join(", ")}; ends at ${expires}`;
	const would = dryRun ? "nothing is written; it would be: " : "";
	context.print(changed ? `${would}${state}` : `nothing to do: ${state}`);
	for (const role of endingSoon) {
		context.warn(
			`the ${role} metadata ends within ${soonDays} days: \`soma release renew --role ${role}\`, ` +
				"with its keys, makes it last",
		);
	}
}

/** When metadata that is made now ends. */
export function expiriesOf(flags: LifeFlags, nowMs: number): Readonly<Record<RoleName, string>> {
	const after = (days: number): string => {
		const end = new Date(nowMs + days * dayMs);
		return `${end.toISOString().slice(0, 19)}Z`;
	};
	return {
		root: after(flags["root-days"] ?? 365),
		targets: after(flags["targets-days"] ?? 90),
		snapshot: after(flags["snapshot-days"] ?? 30),
		timestamp: after(flags["timestamp-days"] ?? 7),
	};
}
