import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
	clusterFileSchema,
	type Issued,
	parseAuthorityFile,
	parseIssued,
	parseRevoked,
	rotationFileSchema,
} from "../../core/pki/authority-files.ts";
import type { Cluster } from "../../core/pki/cluster.ts";
import type { Revocation } from "../../core/pki/revocation.ts";
import type { RotationState } from "../../core/pki/rotation.ts";
import { parseSignedTrust, type SignedTrust } from "../../core/pki/trust.ts";
import { assert } from "../../lib/assert.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { appendLine, createFile, flushDirectory, modes, replaceFile } from "../durable-file.ts";
import { readText } from "../text-file.ts";
import type { Authority } from "./authorities.ts";
import { type Certificate, readCertificates } from "./certificates.ts";
import { formatKey, type KeyPair, readKey } from "./keys.ts";
import { isSealed, openKey, sealKey } from "./sealed-key.ts";

/** The three authorities of a generation. */
export const authorityNames = ["root", "nodes", "operators"] as const;

export type AuthorityName = (typeof authorityNames)[number];

export type Generation = Readonly<Record<AuthorityName, Authority>>;

/** Writes a key as text: as it is, or sealed. */
export type KeyWriter = (keys: KeyPair) => Promise<string>;

/** How keys are written: sealed by a passphrase, if there is one. */
export function keyWriter(
	passphrase: string | undefined,
	randomBytes: (count: number) => Uint8Array,
): KeyWriter {
	return passphrase === undefined ? formatKey : (keys) => sealKey(keys, passphrase, randomBytes);
}

/** Asks for the passphrase of a sealed key; called at most once for a command. */
export type AskPassphrase = (what: string) => Promise<string>;

/**
 * Makes the directory of a new cluster at once: it is there whole or not at all, and what is
 * there already is never touched.
 */
export async function createAuthorityDirectory(
	path: string,
	cluster: Cluster & { readonly madeAtSeconds: number },
	generation: Generation,
	writeKey: KeyWriter,
): Promise<void> {
	const target = resolve(path);
	const staging = `${target}.${process.pid}.new`;
	try {
		await fillDirectory(staging, cluster, generation, writeKey);
		renameSync(staging, target); // fails unless the target is missing or an empty directory
	} catch (cause) {
		rmSync(staging, { recursive: true, force: true }); // no keys are left that nobody knows of
		const taken = ["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(errnoOf(cause) ?? "");
		throw taken ? existsError(path) : cause;
	}
	flushDirectory(dirname(target));
}

async function fillDirectory(
	staging: string,
	cluster: Cluster & { readonly madeAtSeconds: number },
	generation: Generation,
	writeKey: KeyWriter,
): Promise<void> {
	mkdirSync(staging, { mode: 0o700 });
	mkdirSync(join(staging, "generations"), { mode: 0o700 });
	for (const name of ["trust", "operators"]) {
		mkdirSync(join(staging, name), { mode: 0o700 });
	}
	await writeGeneration(join(staging, "generations"), 1, generation, writeKey);
	const { name, uuid, madeAtSeconds } = cluster;
	createJson(join(staging, "cluster.json"), { format: 1, name, uuid, madeAtSeconds });
	createJson(join(staging, "rotation.json"), {
		format: 1,
		state: { kind: "steady", generation: 1 },
	});
	flushDirectory(staging);
}

/** Fails before any work when a directory is in use. */
export function checkVacant(path: string): void {
	if (existsSync(path) && readdirSync(path).length > 0) {
		throw existsError(path);
	}
}

function existsError(path: string): SomaError {
	return new SomaError({
		code: "authority-exists",
		message: `${path} exists and is not empty; nothing was changed`,
		hint: "choose another --directory; an authority is never overwritten",
	});
}

async function writeGeneration(
	parent: string,
	number: number,
	generation: Generation,
	writeKey: KeyWriter,
): Promise<void> {
	const staging = join(parent, `.${number}.${process.pid}.new`);
	mkdirSync(staging, { mode: 0o700 });
	for (const name of authorityNames) {
		const { keys, certificate } = generation[name];
		createFile(join(staging, `${name}.key`), await writeKey(keys), modes.secret);
		createFile(join(staging, `${name}.pem`), certificate.pem, modes.open);
	}
	renameSync(staging, join(parent, String(number)));
	flushDirectory(parent);
}

function createJson(path: string, value: unknown): void {
	createFile(path, `${JSON.stringify(value)}\n`, modes.open);
}

/** The directory of a cluster's authorities on the operator's machine. */
export class AuthorityDirectory {
	readonly path: string;
	readonly cluster: Cluster;
	readonly #askPassphrase: AskPassphrase;
	#passphrase: string | undefined;

	constructor(path: string, askPassphrase: AskPassphrase) {
		this.path = path;
		this.#askPassphrase = askPassphrase;
		const file = join(path, "cluster.json");
		const text = readText(file);
		if (text === undefined) {
			throw new SomaError({
				code: "authority-missing",
				message: `${path} is not the directory of a cluster authority`,
				hint: "name it by --directory or SOMA_PKI_DIRECTORY; `soma pki new` makes one",
			});
		}
		const { name, uuid } = parseAuthorityFile(clusterFileSchema, text, file);
		this.cluster = { name, uuid };
	}

	/** Where the rotation of the authorities stands. */
	rotation(): RotationState {
		const file = join(this.path, "rotation.json");
		return parseAuthorityFile(rotationFileSchema, this.#read(file), file).state;
	}

	enterRotation(state: RotationState): void {
		const text = `${JSON.stringify({ format: 1, state })}\n`;
		replaceFile(join(this.path, "rotation.json"), text, modes.open);
	}

	/** The greatest generation that is there. */
	newestGeneration(): number {
		const numbers = readdirSync(join(this.path, "generations")).filter((name) =>
			/^[1-9]\d*$/.test(name),
		);
		return Math.max(...numbers.map(Number));
	}

	certificate(generation: number, name: AuthorityName): Certificate {
		const file = this.#authorityFile(generation, `${name}.pem`);
		const [certificate] = readCertificates(this.#read(file), file);
		assert(certificate !== undefined, "a list of certificates is empty");
		return certificate;
	}

	/** An authority with its key; asks for the passphrase if the key is sealed. */
	async authority(generation: number, name: AuthorityName): Promise<Authority> {
		const file = this.#authorityFile(generation, `${name}.key`);
		const text = this.#read(file);
		const keys = isSealed(text)
			? await openKey(text, await this.#askOnce(file), file)
			: await readKey(text, file);
		return { keys, certificate: this.certificate(generation, name) };
	}

	/** Adds a generation, whose keys are sealed as those of the one before. */
	async addGeneration(
		number: number,
		generation: Generation,
		randomBytes: (count: number) => Uint8Array,
	): Promise<void> {
		const former = this.#read(this.#authorityFile(number - 1, "root.key"));
		const passphrase = isSealed(former) ? await this.#askOnce("the keys") : undefined;
		const writeKey = keyWriter(passphrase, randomBytes);
		await writeGeneration(join(this.path, "generations"), number, generation, writeKey);
	}

	/** What was given out so far. */
	issued(): Issued[] {
		const file = join(this.path, "issued.jsonl");
		return parseIssued(readText(file) ?? "", file);
	}

	/** Notes what is about to be given out, so that whatever is out there can be revoked. */
	recordIssued(entry: Issued): void {
		appendLine(join(this.path, "issued.jsonl"), JSON.stringify(entry), modes.secret);
	}

	revoked(): Revocation[] {
		const file = join(this.path, "revoked.jsonl");
		return parseRevoked(readText(file) ?? "", file);
	}

	recordRevoked(entry: Revocation): void {
		appendLine(join(this.path, "revoked.jsonl"), JSON.stringify(entry), modes.secret);
	}

	/** The text of the newest trust bundle, and the bundle. */
	newestTrust(): { readonly text: string; readonly trust: SignedTrust } | undefined {
		const names = readdirSync(join(this.path, "trust")).filter((name) =>
			/^\d{6}\.json$/.test(name),
		);
		const newest = names.sort().at(-1);
		if (newest === undefined) {
			return undefined;
		}
		const file = join(this.path, "trust", newest);
		const text = this.#read(file);
		return { text, trust: parseSignedTrust(text, file) };
	}

	/** Keeps a trust bundle. Of two with one number only the first is ever kept. */
	addTrust(number: number, text: string): void {
		const name = `${String(number).padStart(6, "0")}.json`;
		createFile(join(this.path, "trust", name), text, modes.open);
	}

	/**
	 * Writes an operator's key and certificate under the next free name; a key that is there is
	 * never overwritten.
	 */
	addOperator(name: string, key: string, chain: string): { key: string; certificate: string } {
		const folder = join(this.path, "operators");
		const count = readdirSync(folder).filter(
			(file) => /^(.+)-\d+\.key$/.exec(file)?.[1] === name,
		).length;
		const base = join(folder, `${name}-${count + 1}`);
		createFile(`${base}.key`, key, modes.secret);
		createFile(`${base}.pem`, chain, modes.open);
		return { key: `${base}.key`, certificate: `${base}.pem` };
	}

	async #askOnce(what: string): Promise<string> {
		this.#passphrase ??= await this.#askPassphrase(what);
		return this.#passphrase;
	}

	#authorityFile(generation: number, name: string): string {
		return join(this.path, "generations", String(generation), name);
	}

	#read(file: string): string {
		try {
			return readFileSync(file, "utf8");
		} catch (cause) {
			throw new SomaError({
				code: "authority-damaged",
				message: `${file} cannot be read`,
				hint: "take it from a backup of the directory",
				cause,
			});
		}
	}
}
