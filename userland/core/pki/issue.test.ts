import { expect, test } from "vitest";
import { type IssueProof, issueFor, type RequestFacts } from "./issue.ts";

const id = "0123456789abcdef";
const other = "fedcba9876543210";
const request: RequestFacts = {
	keyId: id,
	commonNames: [id],
	organisations: [],
	dnsNames: ["node1.example"],
	addresses: ["10.0.0.1"],
};
const join: IssueProof = {
	kind: "join",
	ticket: "00112233445566aa",
	notAfterSeconds: 2000,
	nonceGood: true,
	proofGood: true,
};
const policy = { revoked: [], nowSeconds: 1000 };

function verdict(
	change: Partial<RequestFacts>,
	proof: IssueProof = join,
	revoked: Parameters<typeof issueFor>[2]["revoked"] = [],
): string {
	const found = issueFor({ ...request, ...change }, proof, { ...policy, revoked });
	return found.kind === "issue" ? "issue" : found.code;
}

test("a node gets its own id, its names, and a month", () => {
	expect(issueFor(request, join, policy)).toEqual({
		kind: "issue",
		id,
		dnsNames: ["node1.example"],
		addresses: ["10.0.0.1"],
		lifeSeconds: 30 * 86_400,
	});
});

test.each<[string, Partial<RequestFacts>]>([
	["the name of another node", { commonNames: [other] }],
	["two names", { commonNames: [id, other] }],
	["a role", { organisations: ["soma:admin"] }],
	["to be a node by its own word", { organisations: ["soma:node"] }],
	["the DNS name of another node", { dnsNames: [`${other}.node.soma`] }],
	["that in capital letters", { dnsNames: [`${other}.NODE.SOMA`] }],
	["a name of the cluster", { dnsNames: ["registry.svc.soma"] }],
	["every name", { dnsNames: ["*"] }],
	["every name of a domain", { dnsNames: ["*.example"] }],
	["a name with a NUL in it", { dnsNames: ["a\u0000.example"] }],
	["33 names", { dnsNames: Array.from({ length: 32 }, (_, at) => `n${at}.example`) }],
	["a key without an id", { keyId: "x", commonNames: [] }],
])("a request for %s gets nothing", (_what, change) => {
	expect(verdict(change)).toBe("request-wrong");
});

test("its own id as a DNS name and no name at all are fine", () => {
	expect(verdict({ dnsNames: [`${id}.node.soma`] })).toBe("issue");
	expect(verdict({ commonNames: [], dnsNames: [], addresses: [] })).toBe("issue");
});

test.each<[string, IssueProof, string]>([
	["a used or foreign nonce", { ...join, nonceGood: false }, "proof-wrong"],
	["a wrong proof", { ...join, proofGood: false }, "proof-wrong"],
	["a ticket after its time", { ...join, notAfterSeconds: 999 }, "ticket-expired"],
	["the key of another node", { kind: "own-key", keyId: other }, "proof-wrong"],
	[
		"another node's certificate",
		{ kind: "renewal", peer: { kind: "node", id: other, serial: "1" } },
		"proof-wrong",
	],
	[
		"an operator's certificate",
		{ kind: "renewal", peer: { kind: "operator", name: "alice", role: "admin", serial: "1" } },
		"proof-wrong",
	],
	[
		"a refused certificate",
		{ kind: "renewal", peer: { kind: "refused", code: "expired", reason: "" } },
		"proof-wrong",
	],
])("%s is no proof", (_what, proof, code) => {
	expect(verdict({}, proof)).toBe(code);
});

test("a wrong proof is never told that its ticket is revoked or expired", () => {
	const revoked = [
		{ kind: "ticket", value: "00112233445566aa", reason: "retired", atSeconds: 1 },
	] as const;
	expect(verdict({}, join, revoked)).toBe("revoked");
	const wrong = { ...join, proofGood: false, notAfterSeconds: 1 };
	expect(verdict({}, wrong, revoked)).toBe("proof-wrong");
});

test("a node whose key is revoked gets nothing, whatever it proves", () => {
	const revoked = [{ kind: "node", value: id, reason: "retired", atSeconds: 1 }] as const;
	const proofs: IssueProof[] = [
		join,
		{ kind: "own-key", keyId: id },
		{ kind: "renewal", peer: { kind: "node", id, serial: "1" } },
	];
	expect(proofs.map((proof) => verdict({}, proof, revoked))).toEqual(proofs.map(() => "revoked"));
});
