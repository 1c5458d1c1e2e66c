import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type Cluster, clusterSchema, firstProblem, secondsSchema } from "../core/pki/cluster.ts";
import { isEndpoint } from "../core/pki/ticket.ts";
import { SomaError } from "../lib/errors.ts";
import { createFile, modes, replaceFile } from "./durable-file.ts";
import { readText } from "./text-file.ts";

/** What a node notes of its enrolment. */
export interface EnrolmentRecord {
	readonly cluster: Cluster;
	/** Where it enrolled and renews; none when it issues itself. */
	readonly seeds: readonly string[];
	/** Which certificate was got, and when, by the clock of then. */
	readonly serial: string;
	readonly issuedAtSeconds: number;
}

const recordSchema = v.strictObject({
	format: v.literal(1),
	cluster: clusterSchema,
	seeds: v.array(v.pipe(v.string(), v.check(isEndpoint))),
	serial: v.pipe(v.string(), v.regex(/^[0-9a-f]{1,40}$/)),
	issuedAtSeconds: secondsSchema,
});

/** The directory of a node's identity; each file in it is replaced at once or not at all. */
export class IdentityStore {
	readonly #directory: string;

	constructor(directory: string) {
		this.#directory = directory;
	}

	/** The path of a file, for messages. */
	path(name: string): string {
		return join(this.#directory, name);
	}

	/** The node's own key, PEM. */
	key(): string | undefined {
		return readText(this.path("node.key"));
	}

	/** Keeps the node's key: once, since its hash is the name of the node. */
	createKey(pem: string): void {
		mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
		createFile(this.path("node.key"), pem, modes.secret);
	}

	/** The node's certificate and what issued it, PEM. */
	chain(): string | undefined {
		return readText(this.path("node.pem"));
	}

	record(): EnrolmentRecord | undefined {
		const text = readText(this.path("enrolment.json"));
		if (text === undefined) {
			return undefined;
		}
		const parsed = v.safeParse(recordSchema, parseJson(text));
		if (!parsed.success) {
			throw new SomaError({
				code: "identity-damaged",
				message: `${this.path("enrolment.json")} is damaged: ${firstProblem(parsed.issues)}`,
				hint: "`soma reset` makes the node enrol anew",
			});
		}
		const { format: _, ...record } = parsed.output;
		return record;
	}

	/** Keeps a new certificate. The record comes first: it is harmless without its certificate. */
	replaceCertificate(chain: string, record: EnrolmentRecord): void {
		const text = `${JSON.stringify({ format: 1, ...record })}\n`;
		replaceFile(this.path("enrolment.json"), text, modes.open);
		replaceFile(this.path("node.pem"), chain, modes.open);
	}

	/** The trusted root authorities, PEM, as servers and clients take them. */
	roots(): string | undefined {
		return readText(this.path("roots.pem"));
	}

	replaceRoots(pem: string): void {
		replaceFile(this.path("roots.pem"), pem, modes.open);
	}

	/** The signed trust bundle in force, as text. */
	trust(): string | undefined {
		return readText(this.path("trust.json"));
	}

	/** Keeps a bundle and what follows from it; the bundle, which counts, comes first. */
	replaceTrust(text: string, roots: string): void {
		replaceFile(this.path("trust.json"), text, modes.open);
		this.replaceRoots(roots);
	}

	/** The issuing authority of a founder: certificate, then key, PEM, in one file. */
	issuing(): string | undefined {
		return readText(this.path("issuing.pem"));
	}

	replaceIssuing(pem: string): void {
		replaceFile(this.path("issuing.pem"), pem, modes.secret);
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
