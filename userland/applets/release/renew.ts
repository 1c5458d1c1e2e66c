import { keyRoles } from "../../core/repository/keys.ts";
import {
	changeRoot,
	changeTargets,
	fileOf,
	isSignedFor,
	type MetadataStep,
	makeRoot,
	renewMetadata,
	rolesOf,
	signRoot,
	unsignedRole,
} from "../../core/repository/metadata.ts";
import { type ParsedCommand, usageError } from "../../lib/flags.ts";
import type { Context } from "../context.ts";
import { type ReleaseSession, report, withSession } from "./session.ts";
import { renewSpec } from "./specs.ts";

/** `soma release renew`. */
export async function runRenew(
	context: Context,
	{ flags }: ParsedCommand<typeof renewSpec>,
): Promise<number> {
	const roles = flags.role.length === 0 ? ["online"] : flags.role;
	const wrong = roles.find((role) => !keyRoles.some((name) => name === role));
	if (wrong !== undefined) {
		const words = keyRoles.join(", ");
		throw usageError(renewSpec, `${renewSpec.name}: --role is of ${words}, not "${wrong}"`);
	}
	return await withSession(renewSpec, flags, (session) => {
		const step = renew(session, roles);
		session.write(step.files);
		report(context, flags, { ...session.outcome(step), changed: true });
		return 0;
	});
}

function renew({ set, signing }: ReleaseSession, roles: readonly string[]): MetadataStep {
	if (roles.includes("root")) {
		const { signed } = set.root;
		const value = makeRoot(signed.version + 1, signing.expires.root, rolesOf(signed));
		const root = signRoot(value, set.root, signing.signers);
		// What a rotation that was cut off left is not good under the root before the one to come.
		return roles.length === 1 && unsignedRole(set.root, set) === undefined
			? { next: { ...set, root }, files: [fileOf("root", root)] }
			: changeRoot(set, root, signing);
	}
	// A rotation of keys that was cut off leaves targets that the new root does not know.
	return roles.includes("targets") || !isSignedFor(set.root, "targets", set.targets)
		? changeTargets(set, new Map(), signing)
		: renewMetadata(set, signing);
}
