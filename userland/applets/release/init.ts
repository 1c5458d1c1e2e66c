import { join } from "node:path";
import type { RoleKeys, RoleName } from "../../core/repository/keys.ts";
import { firstMetadata, makeRoot, type Signing, signRoot } from "../../core/repository/metadata.ts";
import { required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { type ParsedCommand, usageError } from "../../lib/flags.ts";
import { formatPairs } from "../../lib/table.ts";
import {
	type KeptKey,
	type PlannedKey,
	planKey,
	requireOutside,
} from "../../system/repository/key-directory.ts";
import { digestOf } from "../../system/repository/release-keys.ts";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { type Context, formatJson } from "../context.ts";
import { expiriesOf, repositoryOf } from "./session.ts";
import { initSpec } from "./specs.ts";

/** `soma release init`. */
export async function runInit(
	context: Context,
	{ flags }: ParsedCommand<typeof initSpec>,
): Promise<number> {
	const repository = new RepositoryDirectory(repositoryOf(flags));
	const directory = flags.keys;
	const count = flags["root-keys"] ?? 3;
	const threshold = flags.threshold ?? Math.min(2, count);
	if (directory === undefined) {
		throw usageError(initSpec, `${initSpec.name}: --keys is missing`);
	}
	if (!Number.isInteger(count) || !Number.isInteger(threshold) || threshold > count) {
		throw usageError(initSpec, `${initSpec.name}: ${threshold} of ${count} root keys cannot sign`);
	}
	requireOutside(repository.path, directory);
	const plan = (file: string): PlannedKey => planKey(directory, file);
	const root = Array.from({ length: count }, (_, at) => plan(`root-${at + 1}.pem`));
	const targets = plan("targets.pem");
	const online = plan("online.pem");
	const all = [...root, targets, online];
	requireUnused(repository, directory, all);
	const expires = expiriesOf(flags, Date.now());
	const signers = all.map(({ signer }) => signer);
	const signing: Signing = { expires, signers, digestOf };
	const roles = rolesOf({ root, targets, online }, threshold);
	const first = signRoot(makeRoot(1, expires.root, roles), undefined, signers);
	const { files } = firstMetadata(first, signing);
	repository.begin();
	for (const key of all) {
		key.keep();
	}
	repository.write(files);
	context.print(
		flags.json
			? formatJson({ repository: repository.path, expires, keys: all.map(describe) })
			: explain(repository.path, directory, { root, targets, online }, threshold),
	);
	return 0;
}

/** Only a command that was stopped is gone on with, by the keys that it made. */
function requireUnused(
	repository: RepositoryDirectory,
	directory: string,
	keys: readonly PlannedKey[],
): void {
	const there = keys.find(({ isThere }) => isThere);
	if (!repository.exists && there !== undefined) {
		throw new SomaError({
			code: "file-exists",
			message: `${join(directory, there.file)} exists, and is never overwritten`,
			hint: "move it away if it is not needed, or choose another directory: --keys DIR",
		});
	}
	if (repository.exists && !repository.isBegun) {
		throw new SomaError({
			code: "release-repository-exists",
			message: `${repository.path} is a release repository already, and is never overwritten`,
			hint: "choose another directory: --repository DIR",
		});
	}
	const ids = keys.map(({ signer }) => signer.keyId);
	if (repository.firstKeyIds().some((id) => !ids.includes(id))) {
		throw new SomaError({
			code: "release-repository-exists",
			message: `${repository.path} was begun with other keys than those of ${directory}`,
			hint: "name the directory of that time: --keys DIR; or remove the repository",
		});
	}
}

interface Keys {
	readonly root: readonly KeptKey[];
	readonly targets: KeptKey;
	readonly online: KeptKey;
}

function rolesOf({ root, targets, online }: Keys, threshold: number): Record<RoleName, RoleKeys> {
	const alone = { keys: [online.signer], threshold: 1 };
	return {
		root: { keys: root.map(({ signer }) => signer), threshold },
		targets: { keys: [targets.signer], threshold: 1 },
		snapshot: alone,
		timestamp: alone,
	};
}

function describe({ file, signer }: KeptKey) {
	return { file, keyId: signer.keyId };
}

function explain(path: string, directory: string, keys: Keys, threshold: number): string {
	const { root, targets, online } = keys;
	const rows = [
		...root.map(
			({ file }) => [file, "offline: each to another person; signs who else may sign"] as const,
		),
		[targets.file, "offline, too: signs releases and channels"] as const,
		[online.file, "may stay here: `soma release renew` needs it every few days"] as const,
	];
	const first = required(root[0], "a root key").file;
	return [
		`${path} is an empty release repository`,
		`the keys are in ${directory} (${threshold} of ${root.length} root keys must sign):`,
		formatPairs(rows.map(([file, what]) => [`  ${file}`, what] as const)),
		`nodes begin from ${path}/metadata/1.root.json: put it into the image`,
		`move ${first} and the others that are to be offline away now, and keep copies`,
	].join("\n");
}
