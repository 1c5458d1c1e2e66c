import { createHash } from "node:crypto";
import type { RoleName, Signer } from "../../core/repository/keys.ts";
import { required } from "../../lib/assert.ts";
import type { Files } from "./testing-lab.ts";
import { type Loose, numberOf, within } from "./testing-loose.ts";

/** The names of the files in force, by their roles. */
export function namesInForce(files: Files): Readonly<Record<RoleName, string>> {
	const timestamp = readJson(files, "metadata/timestamp.json");
	const snapshotVersion = numberOf(within(timestamp, "signed", "meta", "snapshot.json"), "version");
	const snapshot = `metadata/${snapshotVersion}.snapshot.json`;
	const link = within(readJson(files, snapshot), "signed", "meta", "targets.json");
	const roots = [...files.keys()].filter((name) => name.endsWith(".root.json"));
	return {
		root: required(roots.sort().at(-1), "a root"),
		targets: `metadata/${numberOf(link, "version")}.targets.json`,
		snapshot,
		timestamp: "metadata/timestamp.json",
	};
}

/** A file as JSON. */
export function readJson(files: Files, name: string): Loose {
	return within(JSON.parse(new TextDecoder().decode(required(files.get(name), name))));
}

/** Files with other ones in their places; undefined takes one away. */
export function withFiles(
	files: Files,
	changes: Readonly<Record<string, Uint8Array | string | undefined>>,
): Files {
	const next = new Map(files);
	for (const [name, content] of Object.entries(changes)) {
		if (content === undefined) {
			next.delete(name);
		} else {
			next.set(name, typeof content === "string" ? new TextEncoder().encode(content) : content);
		}
	}
	return next;
}

/** What TUF signs: keys sorted, no white space, and only quotes and backslashes escaped. */
function canonical(value: unknown): string {
	if (typeof value === "string") {
		return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
	}
	if (Array.isArray(value)) {
		return `[${value.map(canonical).join(",")}]`;
	}
	if (typeof value === "object" && value !== null) {
		const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
		return `{${entries.map(([key, part]) => `${canonical(key)}:${canonical(part)}`).join(",")}}`;
	}
	return JSON.stringify(value);
}

/** Signs anything at all. */
export function signLoose(signed: Loose, signers: readonly Signer[]): string {
	const bytes = new TextEncoder().encode(canonical(signed));
	const signatures = signers.map(({ keyId, sign }) => ({ keyid: keyId, sig: sign(bytes) }));
	return JSON.stringify({ signatures, signed });
}

/** What a forger has, and what is changed. */
export interface Forgery {
	readonly edits: Readonly<Partial<Record<RoleName, (signed: Loose) => void>>>;
	/** Keys by role; roles without keep their signatures. */
	readonly signers: Readonly<Partial<Record<RoleName, readonly Signer[]>>>;
}

/**
 * Metadata with changes in it. Above a role that changed, snapshot and timestamp are made to fit,
 * if their key is there; the edit of a role comes after that.
 */
export function forge(files: Files, { edits, signers }: Forgery): Files {
	const names = namesInForce(files);
	const values = {
		targets: readJson(files, names.targets),
		snapshot: readJson(files, names.snapshot),
		timestamp: readJson(files, names.timestamp),
		root: readJson(files, names.root),
	};
	const changes: Record<string, string> = {};
	let below: { name: string; version: number; text: string } | undefined;
	for (const role of ["targets", "snapshot", "timestamp"] as const) {
		const signatures = values[role]["signatures"];
		const signed = within(values[role], "signed");
		const keys = signers[role];
		if (below !== undefined && keys !== undefined) {
			const { name, version, text } = below;
			const length = new TextEncoder().encode(text).length;
			const hashes = { sha256: createHash("sha256").update(text).digest("hex") };
			signed["meta"] = { [name]: { version, length, hashes } };
		}
		edits[role]?.(signed);
		if (edits[role] !== undefined || (below !== undefined && keys !== undefined)) {
			const text =
				keys === undefined
					? JSON.stringify({ signatures, signed }, null, 1)
					: signLoose(signed, keys);
			const name =
				role === "timestamp"
					? names.timestamp
					: `metadata/${numberOf(signed, "version")}.${role}.json`;
			changes[name] = text;
			below = { name: `${role}.json`, version: numberOf(signed, "version"), text };
		}
	}
	if (edits.root !== undefined) {
		const signatures = values.root["signatures"];
		const signed = within(values.root, "signed");
		// Where nodes look for the next one.
		const name = `metadata/${numberOf(signed, "version") + 1}.root.json`;
		edits.root(signed);
		changes[name] =
			signers.root === undefined
				? JSON.stringify({ signatures, signed }, null, 1)
				: signLoose(signed, signers.root);
	}
	return withFiles(files, changes);
}
