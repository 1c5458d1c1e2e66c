import { join } from "node:path";
import type { PublicKey, RoleKeys, RoleName } from "../../core/repository/keys.ts";
import { changeRoot, makeRoot, rolesOf, signRoot } from "../../core/repository/metadata.ts";
import { SomaError } from "../../lib/errors.ts";
import { type ParsedCommand, usageError } from "../../lib/flags.ts";
import { type PlannedKey, planKey, requireOutside } from "../../system/repository/key-directory.ts";
import type { Context } from "../context.ts";
import { type ReleaseSession, report, repositoryOf, withSession } from "./session.ts";
import { rotateKeysSpec } from "./specs.ts";

type RotateFlags = ParsedCommand<typeof rotateKeysSpec>["flags"];
type Roles = Readonly<Record<RoleName, RoleKeys>>;

/** `soma release rotate-keys`. */
export async function runRotateKeys(
	context: Context,
	{ flags }: ParsedCommand<typeof rotateKeysSpec>,
): Promise<number> {
	const { role } = flags;
	const directory = flags["new-keys"];
	if (role === undefined || directory === undefined) {
		const missing = role === undefined ? "--role" : "--new-keys";
		throw usageError(rotateKeysSpec, `${rotateKeysSpec.name}: ${missing} is missing`);
	}
	requireOutside(repositoryOf(flags), directory);
	return await withSession(rotateKeysSpec, flags, (session) =>
		rotate(context, flags, session, role, directory),
	);
}

function rotate(
	context: Context,
	flags: RotateFlags,
	session: ReleaseSession,
	role: string,
	directory: string,
): number {
	const { set, signing } = session;
	const version = set.root.signed.version + 1;
	const leaving = leavingKeys(session, role, flags.replace);
	const fresh = leaving.map((_key, at) => planKey(directory, nameOf(role, version, at)));
	requireUnused(session, directory, fresh);
	// All is signed before any of it is kept: what is missing for that is missed now.
	const signers = [...signing.signers, ...fresh.map(({ signer }) => signer)];
	const roles = replaceKeys(rolesOf(set.root.signed), leaving, fresh);
	const root = signRoot(makeRoot(version, signing.expires.root, roles), set.root, signers);
	const step = changeRoot(set, root, { ...signing, signers });
	if (flags["dry-run"]) {
		context.print(`root ${version} would replace: ${leaving.map(shortId).join(", ")}`);
		return 0;
	}
	for (const key of fresh) {
		if (key.isThere) {
			context.warn(`${join(directory, key.file)} is there already, and is used`);
		}
		key.keep();
	}
	session.write(step.files);
	const files = fresh.map(({ file }) => file).join(", ");
	const sentence =
		`root ${version} replaces ${leaving.map(shortId).join(", ")} by ${files} in ${directory}; ` +
		"the old files are of no use any more: remove them";
	report(context, flags, { ...session.outcome(step), changed: true }, sentence);
	return 0;
}

/** The keys that go: those that the flags name, or all of the role. */
function leavingKeys(
	{ set }: ReleaseSession,
	role: string,
	named: readonly string[],
): readonly PublicKey[] {
	const roles = rolesOf(set.root.signed);
	const keys =
		role === "root" ? roles.root.keys : roles[role === "targets" ? role : "snapshot"].keys;
	if (named.length === 0) {
		return keys;
	}
	return named.map((start) => {
		const found = keys.filter(({ keyId }) => keyId.startsWith(start));
		const [key] = found;
		if (key === undefined || found.length > 1) {
			throw new SomaError({
				code: "release-keys",
				message: `${start} is not the start of the id of one key of role ${role}`,
				hint: `they are: ${keys.map(shortId).join(", ")}`,
			});
		}
		return key;
	});
}

/** A key that was made by a command that stopped is used; one that signs already is not new. */
function requireUnused({ set }: ReleaseSession, directory: string, fresh: readonly PlannedKey[]) {
	const used = fresh.find(({ signer }) => set.root.signed.keys[signer.keyId] !== undefined);
	if (used !== undefined) {
		throw new SomaError({
			code: "file-exists",
			message: `${join(directory, used.file)} exists, and is a key of this repository`,
			hint: "choose another directory: --new-keys DIR",
		});
	}
}

function replaceKeys(
	roles: Roles,
	leaving: readonly PublicKey[],
	fresh: readonly PlannedKey[],
): Roles {
	const next = ({ keys, threshold }: RoleKeys): RoleKeys => ({
		threshold,
		keys: keys.map((key) => {
			const at = leaving.findIndex(({ keyId }) => keyId === key.keyId);
			return fresh[at]?.signer ?? key;
		}),
	});
	return {
		root: next(roles.root),
		targets: next(roles.targets),
		snapshot: next(roles.snapshot),
		timestamp: next(roles.timestamp),
	};
}

/** Old and new files can lie in one directory. */
function nameOf(role: string, version: number, at: number): string {
	return role === "root" ? `root-${version}-${at + 1}.pem` : `${role}-${version}.pem`;
}

function shortId({ keyId }: PublicKey): string {
	return keyId.slice(0, 12);
}
