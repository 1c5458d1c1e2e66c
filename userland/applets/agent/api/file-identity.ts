import { statSync } from "node:fs";
import { join } from "node:path";
import { longFrom } from "../../../core/api/longs.ts";
import type { Revocation } from "../../../core/pki/revocation.ts";
import { SomaError } from "../../../lib/errors.ts";
import type { TlsMaterial } from "../../../system/grpc/tls-listener.ts";
import { readCertificates } from "../../../system/pki/certificates.ts";
import { createPeerJudge, type PeerJudge } from "../../../system/pki/peers.ts";
import { readText } from "../../../system/text-file.ts";
import type { IdentityPort } from "./ports.ts";

const lookEveryMs = 5_000;
const names = ["node.key", "node.pem", "roots.pem", "revoked.json"] as const;

interface State {
	readonly material: TlsMaterial;
	readonly judge: PeerJudge;
	readonly nodeId: string;
	readonly notAfterSeconds: number;
	readonly names: readonly string[];
	readonly stamp: string;
}

/**
 * The identity as it lies in a directory, followed when its files change; undefined while there is
 * no certificate. It issues nothing.
 */
export function openFileIdentity(directory: string): IdentityPort | undefined {
	let state = load(directory);
	if (state === undefined) {
		return undefined;
	}
	const known = (): State => state as State;
	const listeners = new Set<() => void>();
	setInterval(() => {
		if (stampOf(directory) === known().stamp) {
			return;
		}
		state = load(directory) ?? state;
		for (const listener of listeners) {
			listener();
		}
	}, lookEveryMs).unref();
	return {
		get nodeId() {
			return known().nodeId;
		},
		material: () => known().material,
		peerOf: (chain) => known().judge.peerOf(chain, Math.floor(Date.now() / 1000)),
		onChange: (listener) => listeners.add(listener),
		describe: () => ({
			nodeId: known().nodeId,
			certificatePem: known().material.chain,
			rootsPem: known().material.roots,
			notAfterMicroseconds: longFrom(known().notAfterSeconds * 1e6),
			names: [...known().names],
		}),
		renewFor: issuesNothing,
		updateTrust: issuesNothing,
		challenge: () => {
			throw notIssuing();
		},
		enrol: issuesNothing,
	};
}

function load(directory: string): State | undefined {
	const [key, chain, roots, revoked] = names.map((name) => readText(join(directory, name)));
	if (key === undefined || chain === undefined || roots === undefined) {
		return undefined;
	}
	const [leaf, ...issuing] = readCertificates(chain, join(directory, "node.pem"));
	if (leaf === undefined) {
		return undefined;
	}
	const trust = {
		roots: readCertificates(roots, join(directory, "roots.pem")),
		issuing,
		revoked: parseRevoked(revoked),
	};
	return {
		material: { key, chain, roots },
		judge: createPeerJudge(trust),
		nodeId: leaf.facts.keyId,
		notAfterSeconds: leaf.facts.notAfterSeconds,
		names: [...leaf.facts.dnsNames, ...leaf.facts.addresses],
		stamp: stampOf(directory),
	};
}

function parseRevoked(text: string | undefined): readonly Revocation[] {
	const value: unknown = text === undefined ? [] : JSON.parse(text);
	return Array.isArray(value) ? (value as Revocation[]) : [];
}

function stampOf(directory: string): string {
	return names
		.map((name) => statSync(join(directory, name), { throwIfNoEntry: false }))
		.map((stat) => (stat === undefined ? "-" : `${stat.ino}:${stat.mtimeMs}:${stat.size}`))
		.join(" ");
}

function issuesNothing(): Promise<never> {
	return Promise.reject(notIssuing());
}

function notIssuing(): SomaError {
	return new SomaError({
		code: "not-issuing",
		message: "this node has no issuing authority",
		hint: "ask a node that was made with a founder ticket",
	});
}
