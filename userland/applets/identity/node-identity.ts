import type { EnrolmentTransport, IssuedIdentity } from "../../core/pki/enrolment.ts";
import {
	type IdentityEffect,
	type IdentityEvent,
	type IdentityFacts,
	type IdentityState,
	stepIdentity,
	unconfigured,
} from "../../core/pki/identity-machine.ts";
import type { Peer } from "../../core/pki/peer.ts";
import { decodeTicket } from "../../core/pki/ticket.ts";
import { required, unreachable } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { IdentityStore } from "../../system/identity-store.ts";
import { readCertificates } from "../../system/pki/certificates.ts";
import { exportPublicKey, formatKey, keyIdOf, makeKeys, readKey } from "../../system/pki/keys.ts";
import { makeRequest, type RequestedNames } from "../../system/pki/requests.ts";
import { Issuer } from "./issuer.ts";
import { type PresentIdentity, readPresent } from "./present.ts";
import { askSeeds, enrolAt } from "./request.ts";
import { issuingOfTicket, readIssuing, readTicket, sourceOf } from "./sources.ts";
import { TrustState } from "./trust-state.ts";

/** The outside of a node's identity. */
export interface NodeIdentityOptions {
	readonly store: IdentityStore;
	readonly ticketPath: string;
	/** False as long as the node has no configuration. */
	readonly isConfigured: () => boolean;
	/** What the node is called besides its id. */
	readonly names: () => RequestedNames;
	readonly transport: EnrolmentTransport;
	readonly nowSeconds: () => number;
	/** Monotonic. */
	readonly nowMs: () => number;
	readonly randomBytes: (count: number) => Uint8Array;
	readonly report: (level: "notice" | "warning", text: string) => void;
	/** How long certificates live that this node issues; 30 days without. */
	readonly lifeSeconds?: number;
}

/** How long to wait between two looks for a certificate of the newest authority. */
const reissuePauseMs = 10 * 60_000;

/**
 * Who a node is: makes its key, gets its certificate, renews it, follows what the cluster trusts,
 * and issues certificates to others where it can. One `tick` after the other drives it.
 */
export class NodeIdentity {
	readonly #options: NodeIdentityOptions;
	readonly #listeners = new Set<() => void>();
	#state: IdentityState = unconfigured;
	#trust: TrustState | undefined;
	#issuer: Issuer | undefined;
	#present: PresentIdentity | undefined;
	#loaded = false;
	#reissuedAtMs = Number.NEGATIVE_INFINITY;

	constructor(options: NodeIdentityOptions) {
		this.#options = options;
	}

	get state(): IdentityState {
		return this.#state;
	}

	/** The identity as it is now; undefined before the first certificate. */
	get present(): PresentIdentity | undefined {
		return this.#present;
	}

	/** Set once the node belongs to a cluster. */
	get trust(): TrustState | undefined {
		return this.#trust;
	}

	/** Set on a node that can issue certificates. */
	get issuer(): Issuer | undefined {
		return this.#issuer;
	}

	/** Calls back after the certificate or what is trusted has changed. */
	onChange(listener: () => void): void {
		this.#listeners.add(listener);
	}

	/** Who shows these certificates (DER, the leaf first). */
	peerOf(chain: readonly Uint8Array[]): Peer {
		const trust = required(this.#trust, "the trust of a node that judges peers");
		return trust.peerOf(chain, this.#options.nowSeconds());
	}

	/**
	 * Looks at disk and clock and does what is due; resolves when that is done. Never called again
	 * before. Fails only for a damaged disk.
	 */
	async tick(): Promise<void> {
		const waits = ["unconfigured", "need-key", "stuck"].includes(this.#state.kind);
		if (!this.#loaded || waits) {
			await this.#load();
			await this.#handle({ kind: "facts", facts: this.#facts() });
		}
		await this.#handle({ kind: "tick" });
		if (this.#state.kind === "certified" && this.#wantsReissue()) {
			this.#reissuedAtMs = this.#options.nowMs();
			await this.#handle({ kind: "reissue" });
		}
	}

	/** Takes a trust bundle of the cluster; an older one is refused. */
	async updateTrust(text: string): Promise<void> {
		const trust = required(this.#trust, "the trust of a node that has an API");
		if (await trust.accept(text, "the given trust bundle")) {
			this.#refresh();
			this.#reissuedAtMs = Number.NEGATIVE_INFINITY;
			this.#options.report("notice", "takes a new trust bundle");
			this.#tell();
		}
	}

	/** Takes the issuing authority of a founder ticket: the newest one of a rotation. */
	async updateIssuing(ticketText: string): Promise<void> {
		const ticket = decodeTicket(ticketText, "the given ticket");
		const trust = required(this.#trust, "the trust of a node that has an API");
		if (ticket.kind !== "founder") {
			throw new SomaError({ code: "ticket-wrong", message: "this is no founder ticket" });
		}
		this.#options.store.replaceIssuing(await issuingOfTicket(ticket, trust));
		await this.#loadIssuer();
		this.#reissuedAtMs = Number.NEGATIVE_INFINITY;
		this.#options.report("notice", "takes a new issuing authority");
	}

	/** Reads the disk as far as it is there. */
	async #load(): Promise<void> {
		const { store, isConfigured } = this.#options;
		if (!isConfigured()) {
			return;
		}
		const ticket = readTicket(this.#options.ticketPath);
		const record = store.record();
		const cluster = record?.cluster ?? ("problem" in ticket ? undefined : ticket.cluster);
		if (cluster !== undefined && this.#trust === undefined) {
			const roots = record === undefined && !("problem" in ticket) ? ticket.roots : [];
			this.#trust = new TrustState(store, cluster, roots);
		}
		await this.#loadIssuer();
		this.#refresh();
		this.#loaded = true;
	}

	async #loadIssuer(): Promise<void> {
		const { store, nowSeconds, nowMs, randomBytes, lifeSeconds } = this.#options;
		const authority = await readIssuing(store);
		const key = store.key();
		const trust = this.#trust;
		if (authority !== undefined && key !== undefined && trust !== undefined) {
			const keys = await readKey(key, store.path("node.key"));
			this.#issuer = await Issuer.create({
				authority,
				cluster: trust.cluster,
				nodeId: keyIdOf(await exportPublicKey(keys.publicKey)),
				revoked: () => trust.revoked,
				nowSeconds,
				nowMs,
				randomBytes,
				lifeSeconds,
			});
		}
	}

	/** Takes the certificate on the disk as the present one. */
	#refresh(): void {
		if (this.#trust !== undefined) {
			this.#present = readPresent(this.#options.store, this.#trust.roots) ?? this.#present;
		}
	}

	#facts(): IdentityFacts {
		const { isConfigured, store } = this.#options;
		return {
			configured: isConfigured(),
			source: this.#source(),
			hasKey: store.key() !== undefined,
			certificate: this.#present?.validity,
		};
	}

	#source(): IdentityFacts["source"] {
		const { ticketPath, nowSeconds } = this.#options;
		return sourceOf(readTicket(ticketPath), this.#issuer !== undefined, nowSeconds());
	}

	/** True when the certificate is by an authority that is not the newest one. */
	#wantsReissue(): boolean {
		const [newest] = this.#trust?.nodeAuthorities ?? [];
		const own = this.#issuer?.authority.certificate.facts.serial;
		const wanted = own ?? newest;
		const isDue = this.#options.nowMs() - this.#reissuedAtMs >= reissuePauseMs;
		return isDue && wanted !== undefined && this.#present?.issuingSerial !== wanted;
	}

	async #handle(event: IdentityEvent): Promise<void> {
		const { nowSeconds, nowMs, randomBytes } = this.#options;
		const jitter = (randomBytes(1)[0] ?? 0) / 255;
		const moment = { nowSeconds: nowSeconds(), nowMs: nowMs(), jitter };
		const { state, effects } = stepIdentity(this.#state, event, this.#source(), moment);
		this.#state = state;
		for (const effect of effects) {
			await this.#perform(effect);
		}
	}

	async #perform(effect: IdentityEffect): Promise<void> {
		switch (effect.kind) {
			case "make-key":
				this.#options.store.createKey(await formatKey(await makeKeys()));
				await this.#handle({ kind: "key-made" });
				break;
			case "request":
				await this.#handle(await this.#request(effect.by));
				break;
			case "report":
				this.#options.report(effect.level, effect.text);
				break;
			default:
				unreachable(effect);
		}
	}

	async #request(by: "self" | "join" | "renewal"): Promise<IdentityEvent> {
		try {
			const { store, names } = this.#options;
			const keys = await readKey(required(store.key(), "node.key"), store.path("node.key"));
			const id = keyIdOf(await exportPublicKey(keys.publicKey));
			const requestPem = await makeRequest(keys, id, names());
			const { issued, seeds } = await this.#ask(by, requestPem);
			await this.#install(id, issued, seeds);
			return { kind: "issued", certificate: required(this.#present, "identity").validity };
		} catch (error) {
			// Whatever it was, a full disk for example, the request has ended and is made again.
			const problem = error instanceof SomaError ? error.message : String(error);
			return { kind: "failed", problem };
		}
	}

	async #ask(
		by: "self" | "join" | "renewal",
		requestPem: string,
	): Promise<{ readonly issued: IssuedIdentity; readonly seeds: readonly string[] }> {
		const { store, transport, ticketPath, randomBytes } = this.#options;
		const random = randomBytes(1)[0] ?? 0;
		if (by === "self") {
			const issuer = this.#issuer ?? (await this.#becomeIssuer());
			const certificatePem = await issuer.issueOwn(requestPem);
			const { roots, text } = required(this.#trust, "trust");
			return { issued: { certificatePem, rootsPem: roots, trust: text }, seeds: [] };
		}
		if (by === "renewal") {
			const seeds = store.record()?.seeds ?? [];
			const { material } = required(this.#present, "the identity that is renewed");
			const issued = await askSeeds(seeds, random, (seed) =>
				transport.renew(seed, material, requestPem),
			);
			return { issued, seeds };
		}
		const ticket = readTicket(ticketPath);
		if ("problem" in ticket || ticket.kind !== "join") {
			throw new SomaError({ code: "ticket-missing", message: "there is no join ticket any more" });
		}
		const { seeds } = ticket;
		const issued = await askSeeds(seeds, random, (seed) =>
			enrolAt(transport, seed, ticket, requestPem),
		);
		return { issued, seeds };
	}

	/** Takes the authority out of the founder ticket. */
	async #becomeIssuer(): Promise<Issuer> {
		const ticket = readTicket(this.#options.ticketPath);
		const trust = required(this.#trust, "trust");
		if ("problem" in ticket || ticket.kind !== "founder") {
			throw new SomaError({
				code: "ticket-missing",
				message: "there is no founder ticket any more",
			});
		}
		this.#options.store.replaceIssuing(await issuingOfTicket(ticket, trust));
		await this.#loadIssuer();
		return required(this.#issuer, "the issuer that was just installed");
	}

	/** Checks what was issued as if a stranger had sent it, and makes it the present identity. */
	async #install(id: string, issued: IssuedIdentity, seeds: readonly string[]): Promise<void> {
		const { store, nowSeconds } = this.#options;
		const trust = required(this.#trust, "trust");
		if (issued.trust !== "" && issued.trust !== trust.text) {
			await acceptNewer(trust, issued.trust);
		}
		const chain = readCertificates(issued.certificatePem, "the answer");
		const sent = chain.map(({ der }) => der);
		for (const purpose of ["clientAuth", "serverAuth"] as const) {
			const peer = trust.peerOf(sent, nowSeconds(), purpose);
			if (peer.kind !== "node" || peer.id !== id) {
				const why = peer.kind === "refused" ? peer.reason : "it is for somebody else";
				throw new SomaError({
					code: "issued-wrong",
					message: `the certificate that was issued is of no use: ${why}`,
				});
			}
		}
		const serial = required(chain[0], "a leaf").facts.serial;
		if (store.trust() === undefined) {
			store.replaceRoots(trust.roots);
		}
		store.replaceCertificate(chain.map(({ pem }) => pem).join(""), {
			cluster: trust.cluster,
			seeds,
			serial,
			issuedAtSeconds: nowSeconds(),
		});
		this.#refresh();
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}
}

/** A seed may be behind with its bundle; that is no reason to refuse its certificate. */
async function acceptNewer(trust: TrustState, text: string): Promise<void> {
	try {
		await trust.accept(text, "the bundle of the seed");
	} catch (error) {
		if (!(error instanceof SomaError && error.code === "trust-old")) {
			throw error;
		}
	}
}
