import type { RoleName, Signer } from "../../core/repository/keys.ts";
import { roleNames } from "../../core/repository/keys.ts";
import { required } from "../../lib/assert.ts";
import { makeSigner } from "../../system/repository/release-keys.ts";
import { attacks, type Family } from "./testing-attack.ts";
import { forge, namesInForce, readJson } from "./testing-forge.ts";
import type { Files, Lab } from "./testing-lab.ts";
import { add, type Loose, listOf, within } from "./testing-loose.ts";

/** The keys of the genuine repository by what they are for. */
export function keysFor({ keys }: Lab) {
	const key = (file: string): Signer => required(keys[file], file);
	return {
		roots: ["root-1.pem", "root-2.pem", "root-3.pem"].map(key),
		targets: key("targets.pem"),
		online: key("online-2.pem"),
	};
}

/** A thief of the online key: what they can sign, and what fits it. */
function online(lab: Lab): { snapshot: readonly Signer[]; timestamp: readonly Signer[] } {
	const key = keysFor(lab).online;
	return { snapshot: [key], timestamp: [key] };
}

const evil = { length: 4, hashes: { sha256: "e".repeat(64) } };

/** An edit that would hurt if anybody believed it. */
const harm: Readonly<Record<RoleName, (signed: Loose) => void>> = {
	root: (signed) => {
		add(signed, "version", 1);
		within(signed, "roles", "root")["threshold"] = 1;
	},
	targets: (signed) => {
		add(signed, "version", 1);
		within(signed, "targets")["channels/stable.json"] = evil;
	},
	snapshot: (signed) => {
		add(signed, "version", 1);
	},
	timestamp: (signed) => {
		add(signed, "version", 1);
		signed["expires"] = "2099-01-01T00:00:00Z";
	},
};

/** All of a chain is signed anew by one key, under its own name or that of the right one. */
export const otherKeys: Family = (lab) => {
	const { genuine, formerOnline } = lab;
	const { roots, targets, online: key } = keysFor(lab);
	const stranger = makeSigner().signer;
	const as = (signer: Signer, keyId: string): Signer => ({ ...signer, keyId });
	const right = { root: roots[0], targets, snapshot: key, timestamp: key };
	const signAll = (role: RoleName, signer: Signer): Files =>
		forge(genuine, { edits: { [role]: harm[role] }, signers: signersOf(role, signer) });
	return roleNames.flatMap((role) => {
		const id = required(right[role], role).keyId;
		const [one, two] = roots;
		const wrong: readonly (readonly [string, Signer | undefined])[] = [
			["a stranger's key", stranger],
			["a stranger's key under the right name", as(stranger, id)],
			["the former online key", formerOnline],
			["the former online key under the right name", as(formerOnline, id)],
			["the key of targets", role === "targets" ? undefined : targets],
			["the online key", role === "snapshot" || role === "timestamp" ? undefined : key],
			["one root key", one],
			["one root key under the name of another", one && two && as(one, two.keyId)],
		];
		const rows = wrong.flatMap(([name, signer]) =>
			signer === undefined ? [] : [[`${role} by ${name}`, signAll(role, signer)] as const],
		);
		return attacks("signed by another key", "new", rows);
	});
};

/** Whoever signs a role signs what lies above it, too. */
function signersOf(role: RoleName, signer: Signer): Partial<Record<RoleName, readonly Signer[]>> {
	const chain: readonly RoleName[] = ["targets", "snapshot", "timestamp"];
	const from = chain.indexOf(role);
	return role === "root"
		? { root: [signer] }
		: Object.fromEntries(chain.slice(from).map((name) => [name, [signer]]));
}

/** A chain of roots that one root key alone would like to have. */
export const thresholds: Family = (lab) => {
	const { genuine } = lab;
	const { roots } = keysFor(lab);
	const [thief, second] = roots;
	const mine = required(thief, "a root key");
	const other = required(second, "another root key");
	const stranger = makeSigner().signer;
	const edit = (change: (signed: Loose) => void, ...signers: readonly Signer[]): Files =>
		forge(genuine, {
			edits: {
				root: (signed) => {
					add(signed, "version", 1);
					change(signed);
				},
			},
			signers: { root: signers.length === 0 ? [mine] : signers },
		});
	const setThreshold = (threshold: unknown) => (signed: Loose) => {
		within(signed, "roles", "root")["threshold"] = threshold;
	};
	const named = { ...mine, keyId: "f".repeat(64) };
	const twice = (signed: Loose): void => {
		const keys = within(signed, "keys");
		keys[named.keyId] = keys[mine.keyId];
		listOf(within(signed, "roles", "root"), "keyids").push(named.keyId);
	};
	return [
		...attacks(
			"threshold",
			"new",
			[0, -1, 0.5, 1, 1e308, null, "1", [], true].map((value) => [
				`root by one key that says ${JSON.stringify(value)}`,
				edit(setThreshold(value)),
			]),
		),
		...attacks("too few signatures", "new", [
			["the same signature twice", edit(() => {}, mine, mine)],
			["one key under two names", edit(twice, mine, named)],
			["a key and a stranger", edit(() => {}, mine, stranger)],
			[
				"a stranger under the name of the second",
				edit(() => {}, mine, { ...stranger, keyId: other.keyId }),
			],
			["no signature", edit(() => {}, ...[])],
		]),
		...attacks("root that all signed, and that is wrong", "new", [
			["one key under two names", edit(twice, mine, other)],
			["two versions ahead", edit((signed) => add(signed, "version", 1), mine, other)],
			["a threshold of 0", edit(setThreshold(0), mine, other)],
			["a threshold that nobody reaches", edit(setThreshold(9), mine, other)],
			[
				"no key for timestamps",
				edit((signed) => (within(signed, "roles", "timestamp")["keyids"] = []), mine, other),
			],
			["without a role", edit((signed) => delete within(signed, "roles")["snapshot"], mine, other)],
			["of another type", edit((signed) => (signed["_type"] = "targets"), mine, other)],
			["another version of TUF", edit((signed) => (signed["spec_version"] = "2.0.0"), mine, other)],
			["ended", edit((signed) => (signed["expires"] = "2020-01-01T00:00:00Z"), mine, other)],
		]),
	];
};

/** A thief of the online key: may hold a node where it is, and never move it. */
export const stolenOnlineKey: Family = (lab) => {
	const { genuine, previous } = lab;
	const signers = online(lab);
	const before = namesInForce(previous);
	const atTimestamp = (edit: (meta: Loose, signed: Loose) => void): Files =>
		forge(genuine, {
			edits: {
				timestamp: (signed) => {
					add(signed, "version", 1);
					edit(within(signed, "meta", "snapshot.json"), signed);
				},
			},
			signers,
		});
	const atSnapshot = (edit: (meta: Loose, signed: Loose) => void): Files =>
		forge(genuine, {
			edits: {
				snapshot: (signed) => {
					add(signed, "version", 1);
					edit(within(signed, "meta", "targets.json"), signed);
				},
				timestamp: (signed) => {
					add(signed, "version", 1);
				},
			},
			signers,
		});
	const oldTargets = within(readJson(previous, before.targets), "signed")["version"];
	return [
		...attacks("wrong link of the timestamp", "new", [
			["another hash", atTimestamp((meta) => (within(meta, "hashes")["sha256"] = "e".repeat(64)))],
			["another length", atTimestamp((meta) => add(meta, "length", 1))],
			["a length of 0", atTimestamp((meta) => (meta["length"] = 1))],
			["a hash that nobody knows", atTimestamp((meta) => (meta["hashes"] = { nothing: "00" }))],
			["a version ahead", atTimestamp((meta) => add(meta, "version", 1))],
			["a version of 2^53", atTimestamp((meta) => (meta["version"] = 2 ** 53))],
			["a version of 0", atTimestamp((meta) => (meta["version"] = 0))],
			["a version below 0", atTimestamp((meta) => (meta["version"] = -1))],
			["a version in words", atTimestamp((meta) => (meta["version"] = "one"))],
			["a path as version", atTimestamp((meta) => (meta["version"] = "../1"))],
			["no snapshot", atTimestamp((_meta, signed) => (signed["meta"] = {}))],
			["no end", atTimestamp((_meta, signed) => delete signed["expires"])],
			["an end in words", atTimestamp((_meta, signed) => (signed["expires"] = "never"))],
			["an end as a number", atTimestamp((_meta, signed) => (signed["expires"] = 9e12))],
			[
				"an end in the past",
				atTimestamp((_meta, signed) => (signed["expires"] = "2020-01-01T00:00:00Z")),
			],
		]),
		...attacks("wrong link of the snapshot", "new", [
			["another hash", atSnapshot((meta) => (within(meta, "hashes")["sha256"] = "e".repeat(64)))],
			["another length", atSnapshot((meta) => add(meta, "length", -1))],
			["a version ahead", atSnapshot((meta) => add(meta, "version", 1))],
			["a version of 1e308", atSnapshot((meta) => (meta["version"] = 1e308))],
			["no targets", atSnapshot((_meta, signed) => (signed["meta"] = {}))],
			["targets as a list", atSnapshot((_meta, signed) => (signed["meta"] = [1]))],
			[
				"an end in the past",
				atSnapshot((_meta, signed) => (signed["expires"] = "2020-01-01T00:00:00Z")),
			],
		]),
		...attacks("rollback by the online key", "seen", [
			[
				"targets of before",
				atSnapshot(
					(_meta, signed) => (within(signed, "meta")["targets.json"] = { version: oldTargets }),
				),
			],
			["no targets any more", atSnapshot((_meta, signed) => (signed["meta"] = {}))],
			["an older snapshot", atTimestamp((meta) => (meta["version"] = 1))],
			[
				"an older timestamp",
				forge(genuine, { edits: { timestamp: (signed) => (signed["version"] = 1) }, signers }),
			],
		]),
	];
};
