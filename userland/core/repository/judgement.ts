import { Key, type Metadata, type MetaFile, type Root } from "@tufjs/models";
import type { RoleName, Signer } from "./keys.ts";
import { isSignedFor, type MetadataSet, unsignedRole } from "./metadata.ts";
import { metadataPath } from "./paths.ts";

/** Metadata as it lies in a repository, before anything of it is believed. */
export interface FoundMetadata extends MetadataSet {
	/** The roots that lead to the one in force, which is the last. */
	readonly roots: readonly Metadata<Root>[];
}

/** What is wrong with a file of a repository. */
export interface Fault {
	readonly file: string;
	/** As the end of a sentence that begins with the file. */
	readonly problem: string;
	/** What can be done, unless it is to take another copy. */
	readonly hint?: string;
}

/**
 * What a publisher must not build upon: who can write the files of a repository could else have
 * whatever is in them signed. That metadata has ended is no fault, since renewing it is the cure.
 * @param texts what the files hold that others state a digest of
 */
export function findFault(
	found: FoundMetadata,
	texts: Readonly<Record<"targets" | "snapshot", string>>,
): Fault | undefined {
	return rootFault(found.roots) ?? linkFault(found, texts) ?? signatureFault(found);
}

function rootFault(roots: readonly Metadata<Root>[]): Fault | undefined {
	for (const [at, root] of roots.entries()) {
		const before = roots[at - 1] ?? root;
		const file = metadataPath("root", root.signed.version);
		if (!isSignedFor(root, "root", root)) {
			return { file, problem: "is not signed by the keys that it names" };
		}
		if (!isSignedFor(before, "root", root)) {
			return { file, problem: "is not signed by the keys of the root before it" };
		}
	}
	return undefined;
}

function linkFault(
	{ targets, snapshot, timestamp }: FoundMetadata,
	texts: Readonly<Record<"targets" | "snapshot", string>>,
): Fault | undefined {
	const links = [
		["snapshot", snapshot, timestamp.signed.snapshotMeta, "timestamp", timestamp],
		["targets", targets, snapshot.signed.meta["targets.json"], "snapshot", snapshot],
	] as const;
	for (const [role, { signed }, stated, above, { signed: stating }] of links) {
		if (stated === undefined || !fits(stated, signed.version, texts[role])) {
			const file = metadataPath(role, stated?.version ?? signed.version);
			return { file, problem: `differs from what ${metadataPath(above, stating.version)} says` };
		}
	}
	return undefined;
}

function fits(stated: MetaFile, version: number, text: string): boolean {
	try {
		stated.verify(Buffer.from(text));
		return stated.version === version;
	} catch {
		return false;
	}
}

/** A rotation that was cut off leaves metadata that all of it is signed as the root before says. */
function signatureFault(found: FoundMetadata): Fault | undefined {
	const [root, before] = [found.root, found.roots.at(-2)];
	const role = unsignedRole(root, found);
	if (role === undefined || (before !== undefined && unsignedRole(before, found) === undefined)) {
		return undefined;
	}
	const file = metadataPath(role, found[role].signed.version);
	const problem = `is not signed by the keys of ${metadataPath("root", root.signed.version)}`;
	return { file, problem };
}

/**
 * What the keys at hand do not know as their own work. All roots could be a stranger's, who lets
 * the keys of this publisher sign beside his own; what these keys signed before no stranger has.
 */
export function findStranger(found: FoundMetadata, signers: readonly Signer[]): Fault | undefined {
	const { root, roots, targets } = found;
	const rootKeys = signersOf(root, "root", signers);
	const isKnown = (signer: Signer): boolean => roots.some((each) => hasSigned(signer, each));
	const file = metadataPath("root", root.signed.version);
	const unknown = rootKeys.find((signer) => !isKnown(signer));
	if (unknown !== undefined) {
		const problem = `follows no root that the key ${unknown.keyId.slice(0, 12)} ever signed`;
		return { file, problem };
	}
	// Who can sign a root decides who signs targets, and may have lost the key that did.
	if (rootKeys.length >= (root.signed.roles["root"]?.threshold ?? 1)) {
		return undefined;
	}
	const isCutOff = unsignedRole(root, found) !== undefined;
	const judge = isCutOff ? (roots.at(-2) ?? root) : root;
	const known = signersOf(judge, "targets", signers).some((signer) => hasSigned(signer, targets));
	if (known || signersOf(root, "targets", signers).length === 0) {
		return undefined;
	}
	return {
		file: metadataPath("targets", targets.signed.version),
		problem: "is signed by none of the keys of targets that are at hand",
		hint: isCutOff
			? "a rotation of keys was cut off: name the former keys as well: --keys DIR"
			: "name the directory with the key that signed it, or take it from another copy",
	};
}

function signersOf(
	root: Metadata<Root>,
	role: RoleName,
	signers: readonly Signer[],
): readonly Signer[] {
	const ids = root.signed.roles[role]?.keyIDs ?? [];
	return signers.filter(({ keyId }) => ids.includes(keyId));
}

/** Judged by the key itself: a root can name another one by the same id. */
function hasSigned(
	{ keyId, publicKey }: Signer,
	metadata: Metadata<MetadataSet[RoleName]["signed"]>,
): boolean {
	const keyVal = { public: publicKey };
	const key = new Key({ keyID: keyId, keyType: "ed25519", scheme: "ed25519", keyVal });
	try {
		key.verifySignature(metadata);
		return true;
	} catch {
		return false;
	}
}
