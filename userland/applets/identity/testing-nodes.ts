import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnrolmentRequest, EnrolmentTransport } from "../../core/pki/enrolment.ts";
import { required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { IdentityStore } from "../../system/identity-store.ts";
import { readCertificates } from "../../system/pki/certificates.ts";
import { TestAuthorities, type TestGeneration } from "../../testing/test-authorities.ts";
import { NodeIdentity } from "./node-identity.ts";

/** A node of {@link TestNodes}. */
export interface TestNode {
	readonly identity: NodeIdentity;
	readonly reports: string[];
	readonly path: (name: string) => string;
	/** Told that something changed, how often. */
	changes: number;
}

/** Whole nodes on real directories; only the wire between them is left out, and the clock. */
export class TestNodes {
	readonly directory = mkdtempSync(join(tmpdir(), "soma-identity-"));
	readonly authorities: TestAuthorities = new TestAuthorities(() => this.nowSeconds);
	readonly first: TestGeneration;
	/** How requests reach other nodes, unless a test has another way. */
	transport: EnrolmentTransport | undefined;
	/** Who listens, by `host:port`. */
	readonly listening = new Map<string, TestNode>();
	/** What joining nodes sent. */
	readonly sent: EnrolmentRequest[] = [];
	nowSeconds: number;

	private constructor(first: TestGeneration, nowSeconds: number) {
		this.first = first;
		this.nowSeconds = nowSeconds;
	}

	static async create(nowSeconds: number): Promise<TestNodes> {
		return new TestNodes(await new TestAuthorities(() => nowSeconds).generation("1"), nowSeconds);
	}

	close(): void {
		rmSync(this.directory, { recursive: true });
	}

	/** A node that begins with a ticket, or goes on with what its directory holds. */
	async start(name: string, ticket?: string): Promise<TestNode> {
		const path = (file: string): string => join(this.directory, name, file);
		if (ticket !== undefined) {
			writeFileSync(this.ticketPath(name), ticket);
		}
		const reports: string[] = [];
		const identity = new NodeIdentity({
			store: new IdentityStore(join(this.directory, name)),
			ticketPath: this.ticketPath(name),
			isConfigured: () => true,
			names: () => ({ dnsNames: [`${name}.example`], addresses: ["10.0.0.1"] }),
			transport: this.transport ?? this.#wire,
			nowSeconds: () => this.nowSeconds,
			nowMs: () => this.nowSeconds * 1000,
			randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
			report: (_level, text) => reports.push(text),
		});
		const node: TestNode = { identity, reports, path, changes: 0 };
		identity.onChange(() => node.changes++);
		this.listening.set(`${name}:7444`, node);
		await identity.tick();
		return node;
	}

	async founderAndJoiner(): Promise<[TestNode, TestNode]> {
		const founder = await this.start("founder", await this.authorities.founderTicket(this.first));
		return [founder, await this.start("joiner", await this.joinTicket())];
	}

	joinTicket(options?: Parameters<TestAuthorities["joinTicket"]>[2]): Promise<string> {
		return this.authorities.joinTicket(this.first, ["founder:7444"], options);
	}

	ticketPath(name: string): string {
		return join(this.directory, `${name}.ticket`);
	}

	/** Hands requests over as the API does it: the peer is who its certificate says. */
	readonly #wire: EnrolmentTransport = {
		enrol: async (seed, _roots, answer) => {
			const { issuer, trust } = this.#nodeAt(seed);
			const request = await answer(required(issuer, "issuer").challenge());
			this.sent.push(request);
			const certificatePem = await required(issuer, "issuer").enrol(request);
			return { certificatePem, rootsPem: trust?.roots ?? "", trust: trust?.text ?? "" };
		},
		renew: async (seed, { chain }, requestPem) => {
			const identity = this.#nodeAt(seed);
			const peer = identity.peerOf(readCertificates(chain, "chain").map(({ der }) => der));
			if (peer.kind === "refused") {
				throw new SomaError({ code: "unauthenticated", message: peer.reason });
			}
			const { issuer, trust } = identity;
			const certificatePem = await required(issuer, "issuer").renew(requestPem, peer);
			return { certificatePem, rootsPem: trust?.roots ?? "", trust: trust?.text ?? "" };
		},
	};

	#nodeAt(seed: string): NodeIdentity {
		const node = this.listening.get(seed);
		if (node === undefined) {
			throw new SomaError({ code: "unreachable", message: "nobody listens" });
		}
		return node.identity;
	}
}

/** The certificates of a node, PEM. */
export function chainOf({ identity }: TestNode): string {
	return required(identity.present, "identity").material.chain;
}

export function serialOf(node: TestNode): string {
	return required(node.identity.present, "identity").leaf.facts.serial;
}

/** What one node says of another one's present certificate. */
export function judge(by: TestNode, whom: TestNode): string {
	const peer = by.identity.peerOf(readCertificates(chainOf(whom), "x").map(({ der }) => der));
	return peer.kind === "refused" ? peer.code : peer.kind;
}

/** The text of a file of a node. */
export function textOf(node: TestNode, name: string): string {
	return readFileSync(node.path(name), "utf8");
}
