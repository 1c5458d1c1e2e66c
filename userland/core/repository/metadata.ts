import {
	Metadata,
	MetaFile,
	Root,
	Signature,
	Snapshot,
	TargetFile,
	Targets,
	Timestamp,
} from "@tufjs/models";
import { SomaError } from "../../lib/errors.ts";
import type { RoleKeys, RoleName, Signer } from "./keys.ts";
import { roleNames } from "./keys.ts";
import { metadataPath } from "./paths.ts";

/** A file of the repository. */
export interface RepositoryFile {
	readonly path: string;
	readonly content: string | Uint8Array;
}

/** A file of metadata. */
interface MetadataFile extends RepositoryFile {
	readonly content: string;
}

/** What the metadata signs of a target. */
export interface TargetEntry {
	readonly sizeBytes: number;
	/** 64 hexadecimal digits. */
	readonly sha256: string;
}

/** The present metadata of a repository. */
export interface MetadataSet {
	readonly root: Metadata<Root>;
	readonly targets: Metadata<Targets>;
	readonly snapshot: Metadata<Snapshot>;
	readonly timestamp: Metadata<Timestamp>;
}

/** When new metadata ends: texts as TUF has them, such as `2027-01-31T12:00:00Z`. */
export type Expiries = Readonly<Record<RoleName, string>>;

/** What making metadata needs besides the metadata before. */
export interface Signing {
	readonly expires: Expiries;
	/** Keys that are at hand; those that a role does not know are not used. */
	readonly signers: readonly Signer[];
	/** SHA-256 in hexadecimal digits. */
	readonly digestOf: (content: string | Uint8Array) => string;
	/** A root whose keys sign as well, those that are at hand: who has only that one goes on. */
	readonly former?: Metadata<Root>;
}

/** Metadata that follows, and its files in the order in which they may appear. */
export interface MetadataStep {
	readonly next: MetadataSet;
	readonly files: readonly RepositoryFile[];
}

const specVersion = "1.0.31";

/** A root that nobody has signed yet. */
export function makeRoot(
	version: number,
	expires: string,
	roles: Readonly<Record<RoleName, RoleKeys>>,
): Root {
	const all = roleNames.flatMap((role) => roles[role].keys);
	const keys = all.map(({ keyId, publicKey }) => [
		keyId,
		{ keytype: "ed25519", scheme: "ed25519", keyval: { public: publicKey } },
	]);
	const rows = roleNames.map((role) => {
		const { keys: members, threshold } = roles[role];
		return [role, { keyids: members.map(({ keyId }) => keyId), threshold }];
	});
	return Root.fromJSON({
		spec_version: specVersion,
		version,
		expires,
		consistent_snapshot: true,
		keys: Object.fromEntries(keys),
		roles: Object.fromEntries(rows),
	});
}

/** Who signs for what, as a root says. */
export function rolesOf(root: Root): Readonly<Record<RoleName, RoleKeys>> {
	const of = (role: RoleName): RoleKeys => {
		const { keyIDs = [], threshold = 1 } = root.roles[role] ?? {};
		const keys = keyIDs.map((keyId) => {
			return { keyId, publicKey: root.keys[keyId]?.keyVal["public"] ?? "" };
		});
		return { keys, threshold };
	};
	return {
		root: of("root"),
		targets: of("targets"),
		snapshot: of("snapshot"),
		timestamp: of("timestamp"),
	};
}

/**
 * Signs a root by all keys that are at hand and that it, or the root before, knows.
 * @throws SomaError `release-keys` when these are too few for either
 */
export function signRoot(
	root: Root,
	before: Metadata<Root> | undefined,
	signers: readonly Signer[],
): Metadata<Root> {
	const judges = before === undefined ? [root] : [before.signed, root];
	const known = judges.flatMap(({ roles }) => roles["root"]?.keyIDs ?? []);
	const signed = signAll(
		root,
		signers.filter(({ keyId }) => known.includes(keyId)),
	);
	for (const judge of judges) {
		requireSigned(judge, "root", signed);
	}
	return signed;
}

/** The metadata of a repository with nothing in it. */
export function firstMetadata(root: Metadata<Root>, signing: Signing): MetadataStep {
	const { expires } = signing;
	const targets = signed(
		root,
		"targets",
		new Targets({ specVersion, version: 1, expires: expires.targets }),
		signing,
	);
	const step = followTargets({ root, targets }, 1, 1, signing);
	return { ...step, files: [fileOf("root", root), ...step.files] };
}

/**
 * Metadata in which targets are added or replaced. An undefined entry takes one away.
 * @throws SomaError `release-keys` when a key that is needed is not at hand
 */
export function changeTargets(
	{ root, targets, snapshot, timestamp }: MetadataSet,
	changes: ReadonlyMap<string, TargetEntry | undefined>,
	signing: Signing,
): MetadataStep {
	const entries = new Map(Object.entries(targets.signed.targets));
	for (const [name, entry] of changes) {
		if (entry === undefined) {
			entries.delete(name);
		} else {
			const hashes = { sha256: entry.sha256 };
			entries.set(name, new TargetFile({ path: name, length: entry.sizeBytes, hashes }));
		}
	}
	const value = new Targets({
		specVersion,
		version: targets.signed.version + 1,
		expires: signing.expires.targets,
		targets: Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1))),
	});
	const next = { root, targets: signed(root, "targets", value, signing) };
	return followTargets(next, snapshot.signed.version + 1, timestamp.signed.version + 1, signing);
}

/**
 * The same targets under a new root. Where keys of the root in force are at hand the rest is signed
 * by these as well, and good under both, so that the root comes last and nobody ever finds a state
 * that does not fit it. Without them it comes just before the timestamp.
 * @throws SomaError `release-keys` when a key that is needed is not at hand
 */
export function changeRoot(set: MetadataSet, root: Metadata<Root>, signing: Signing): MetadataStep {
	const { next, files } = changeTargets({ ...set, root }, new Map(), {
		...signing,
		former: set.root,
	});
	const at = unsignedRole(set.root, next) === undefined ? files.length : files.length - 1;
	return { next, files: [...files.slice(0, at), fileOf("root", root), ...files.slice(at)] };
}

/** The first role below a root whose metadata the root does not vouch for. */
export function unsignedRole(
	root: Metadata<Root>,
	set: Omit<MetadataSet, "root">,
): Exclude<RoleName, "root"> | undefined {
	const below = ["targets", "snapshot", "timestamp"] as const;
	return below.find((role) => !isSignedFor(root, role, set[role]));
}

/** True when a root lets the keys sign that signed this. */
export function isSignedFor(root: Metadata<Root>, role: RoleName, value: Metadata<Signable>) {
	try {
		root.verifyDelegate(role, value);
		return true;
	} catch {
		return false;
	}
}

/**
 * The same targets under a fresh snapshot and timestamp.
 * @throws SomaError `release-keys` when a key that is needed is not at hand
 */
export function renewMetadata(
	{ root, targets, snapshot, timestamp }: MetadataSet,
	signing: Signing,
): MetadataStep {
	const step = followTargets(
		{ root, targets },
		snapshot.signed.version + 1,
		timestamp.signed.version + 1,
		signing,
	);
	return { ...step, files: step.files.slice(1) };
}

/** Snapshot and timestamp over targets; the files in the order in which they may appear. */
function followTargets(
	{ root, targets }: Pick<MetadataSet, "root" | "targets">,
	snapshotVersion: number,
	timestampVersion: number,
	signing: Signing,
): MetadataStep {
	const { expires } = signing;
	const targetsFile = fileOf("targets", targets);
	const targetsMeta = metaOf(targetsFile, targets.signed.version, signing);
	const snapshot = signed(
		root,
		"snapshot",
		new Snapshot({
			specVersion,
			version: snapshotVersion,
			expires: expires.snapshot,
			meta: { "targets.json": targetsMeta },
		}),
		signing,
	);
	const snapshotFile = fileOf("snapshot", snapshot);
	const timestamp = signed(
		root,
		"timestamp",
		new Timestamp({
			specVersion,
			version: timestampVersion,
			expires: expires.timestamp,
			snapshotMeta: metaOf(snapshotFile, snapshotVersion, signing),
		}),
		signing,
	);
	return {
		next: { root, targets, snapshot, timestamp },
		files: [targetsFile, snapshotFile, fileOf("timestamp", timestamp)],
	};
}

/** The file of some metadata: the same values give the same bytes. */
export function fileOf(role: RoleName, metadata: Metadata<Signable>): MetadataFile {
	return {
		path: metadataPath(role, metadata.signed.version),
		content: `${JSON.stringify(metadata.toJSON(), null, 1)}\n`,
	};
}

type Signable = Root | Targets | Snapshot | Timestamp;

function metaOf({ content }: MetadataFile, version: number, { digestOf }: Signing): MetaFile {
	const hashes = { sha256: digestOf(content) };
	return new MetaFile({ version, length: new TextEncoder().encode(content).length, hashes });
}

function signed<Value extends Signable>(
	root: Metadata<Root>,
	role: RoleName,
	value: Value,
	{ signers, former = root }: Signing,
): Metadata<Value> {
	const ids = [root, former].flatMap(({ signed: { roles } }) => roles[role]?.keyIDs ?? []);
	const metadata = signAll(
		value,
		signers.filter(({ keyId }) => ids.includes(keyId)),
	);
	requireSigned(root.signed, role, metadata);
	return metadata;
}

function signAll<Value extends Signable>(
	value: Value,
	signers: readonly Signer[],
): Metadata<Value> {
	const metadata = new Metadata(value);
	for (const { keyId, sign } of signers) {
		metadata.sign((bytes) => new Signature({ keyID: keyId, sig: sign(bytes) }));
	}
	return metadata;
}

/** What we sign is judged as a node will judge it. */
function requireSigned(judge: Root, role: RoleName, metadata: Metadata<Signable>): void {
	try {
		new Metadata(judge).verifyDelegate(role, metadata);
	} catch (cause) {
		const { keyIDs = [], threshold = 0 } = judge.roles[role] ?? {};
		const ids = keyIDs.map((id) => id.slice(0, 12)).join(", ");
		throw new SomaError({
			code: "release-keys",
			message:
				`${role} metadata needs signatures by ${threshold} of the keys ${ids} of root ` +
				`${judge.version}, and ${Object.keys(metadata.signatures).length} could be made`,
			hint: "name the directories that have them: --keys DIR, more than once if need be",
			cause,
		});
	}
}
