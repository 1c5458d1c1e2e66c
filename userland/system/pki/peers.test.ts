import { expect, test } from "vitest";
import { planNode, planOperator } from "../../core/pki/plans.ts";
import { assert } from "../../lib/assert.ts";
import { makeTestCluster } from "../../testing/test-cluster.ts";
import { certifyNode, certifyOperator } from "./authorities.ts";
import { makeCertificate } from "./certificates.ts";
import { makeKeys } from "./keys.ts";
import { createPeerJudge, peerOf } from "./peers.ts";

const nowSeconds = 1_800_000_000;
const cluster = await makeTestCluster(nowSeconds);
const foreign = await makeTestCluster(nowSeconds);
const random = (): Uint8Array => crypto.getRandomValues(new Uint8Array(16));
const making = () => ({ cluster: "lab", nowSeconds, random: random() });
const context = { cluster: "lab", nowSeconds, randomBytes: random };
const admin = await cluster.operator("alice", "admin", 3600);
const node = await cluster.node();

function judged(sent: readonly Uint8Array[], atSeconds = nowSeconds): string {
	const peer = peerOf(sent, cluster.trust, atSeconds);
	return peer.kind === "refused" ? peer.code : peer.kind;
}

test("an operator is known by name and role, with or without the issuing certificate", () => {
	const { serial } = admin.certificate.facts;
	const expected = { kind: "operator", name: "alice", role: "admin", serial };
	expect(peerOf(admin.sent, cluster.trust, nowSeconds)).toEqual(expected);
	expect(peerOf(admin.sent.slice(0, 1), cluster.trust, nowSeconds)).toEqual(expected);
});

test("a node is known by the id of its key, as a client and as a server", () => {
	const { keyId, serial } = node.certificate.facts;
	const expected = { kind: "node", id: keyId, serial };
	expect(peerOf(node.sent, cluster.trust, nowSeconds)).toEqual(expected);
	expect(peerOf(node.sent, cluster.trust, nowSeconds, "serverAuth")).toEqual(expected);
});

test("no certificate, an empty one and garbage are refused", () => {
	expect(judged([])).toBe("no-certificate");
	expect(judged([new Uint8Array()])).toBe("no-certificate");
	expect(judged([Uint8Array.of(0x30, 3, 1, 2, 3)])).toBe("unreadable");
	expect(judged([admin.certificate.der.subarray(0, 200)])).toBe("unreadable");
});

test("a certificate counts from its beginning to its end, whatever was remembered", () => {
	const judge = createPeerJudge(cluster.trust);
	const at = (seconds: number): string => judge.peerOf(admin.sent, seconds).kind;
	expect([at(nowSeconds), at(nowSeconds + 3600), at(nowSeconds + 3601)]).toEqual([
		"operator",
		"operator",
		"refused",
	]);
	expect(judged(admin.sent, nowSeconds + 3601)).toBe("expired");
	expect(judged(admin.sent, 0)).toBe("not-yet-valid"); // a clock at 1970 grants nothing
});

test("a certificate of another cluster with the same names is refused", async () => {
	const stranger = await foreign.operator("alice", "admin");
	expect(judged(stranger.sent)).toBe("foreign");
	expect(judged([stranger.certificate.der, cluster.operators.certificate.der])).toBe("foreign");
	expect(judged([...stranger.sent, foreign.root.certificate.der])).toBe("foreign");
});

test("a certificate that signs itself is refused, whoever's names it has", async () => {
	const keys = await makeKeys();
	const plan = planOperator(making(), { name: "alice", role: "admin", lifeSeconds: 3600 });
	const own = await makeCertificate(plan, keys.publicKey, { keys, certificate: undefined });
	expect(judged([own.der])).toBe("foreign");
	const forged = await makeCertificate(plan, keys.publicKey, {
		keys,
		certificate: cluster.operators.certificate,
	});
	expect(judged([forged.der])).toBe("foreign");
});

test("one changed bit of a certificate refuses it", () => {
	const { der } = admin.certificate;
	for (let index = 0; index < der.length; index += 7) {
		const damaged = Uint8Array.from(der);
		damaged[index] = (damaged[index] ?? 0) ^ 1;
		expect(peerOf([damaged], cluster.trust, nowSeconds).kind, `byte ${index}`).toBe("refused");
	}
});

test("a revoked certificate, issuing authority or node key is refused from then on", () => {
	const entry = { reason: "key-compromise", atSeconds: nowSeconds } as const;
	const kinds = [
		{ kind: "serial", value: admin.certificate.facts.serial, sent: admin.sent },
		{ kind: "serial", value: cluster.operators.certificate.facts.serial, sent: admin.sent },
		{ kind: "node", value: node.certificate.facts.keyId, sent: node.sent },
	] as const;
	for (const { kind, value, sent } of kinds) {
		const trust = { ...cluster.trust, revoked: [{ ...entry, kind, value }] };
		const peer = peerOf(sent, trust, nowSeconds);
		expect(peer).toMatchObject({ kind: "refused", code: "revoked" });
	}
	const other = { ...entry, kind: "serial", value: node.certificate.facts.serial } as const;
	const trust = { ...cluster.trust, revoked: [other] };
	expect(peerOf(admin.sent, trust, nowSeconds).kind).toBe("operator");
});

test("the authority of nodes cannot make an operator, nor that of operators a node", async () => {
	const operator = { name: "mallory", role: "admin", lifeSeconds: 3600 } as const;
	const byNodes = await cluster.identityOf(cluster.nodes, (publicKey) =>
		certifyOperator(context, cluster.nodes, publicKey, operator),
	);
	expect(judged(byNodes.sent)).toBe("wrong-authority");
	const byOperators = await cluster.identityOf(cluster.operators, (publicKey, id) => {
		const names = { id, dnsNames: [], addresses: [], lifeSeconds: 3600 };
		return certifyNode(context, cluster.operators, publicKey, names);
	});
	expect(judged(byOperators.sent)).toBe("wrong-authority");
});

test("a certificate that the root issued itself is refused: it has no limit", async () => {
	const direct = await cluster.identityOf(cluster.root, (publicKey) =>
		certifyOperator(context, cluster.root, publicKey, {
			name: "alice",
			role: "admin",
			lifeSeconds: 3600,
		}),
	);
	expect(judged(direct.sent)).toBe("wrong-authority");
	expect(judged(direct.sent.slice(0, 1))).toBe("foreign");
	expect(judged([cluster.operators.certificate.der])).toBe("foreign");
});

test("a node's certificate with another id than its key's is refused", async () => {
	const names = { id: "0123456789abcdef", dnsNames: [], addresses: [], lifeSeconds: 3600 };
	const wrong = await cluster.identityOf(cluster.nodes, (publicKey) =>
		certifyNode(context, cluster.nodes, publicKey, names),
	);
	expect(judged(wrong.sent)).toBe("wrong-subject");
});

test("a certificate for another use is refused, and an operator is never a server", async () => {
	expect(peerOf(admin.sent, cluster.trust, nowSeconds, "serverAuth")).toMatchObject({
		code: "wrong-use",
	});
	const serverOnly = await cluster.identityOf(cluster.nodes, (publicKey, id) => {
		const names = { id, dnsNames: [], addresses: [], lifeSeconds: 3600 };
		const plan = { ...planNode(making(), names), purposes: ["serverAuth" as const] };
		return makeCertificate(plan, publicKey, cluster.nodes);
	});
	expect(judged(serverOnly.sent)).toBe("wrong-use");
});

test.each([
	["no organisation", { organisation: undefined }],
	["an unknown organisation", { organisation: "soma:superuser" }],
	["a name that could be a path", { commonName: "../alice" }],
	["an empty name", { commonName: "" }],
])("a subject with %s is refused", async (_what, change) => {
	const odd = await cluster.identityOf(cluster.operators, (publicKey) => {
		const operator = { name: "alice", role: "reader", lifeSeconds: 3600 } as const;
		const plan = { ...planOperator(making(), operator), ...change };
		return makeCertificate(plan, publicKey, cluster.operators);
	});
	expect(judged(odd.sent)).toBe("wrong-subject");
});

test("a reason has no control character in it, whatever the stranger is called", async () => {
	const odd = await foreign.identityOf(foreign.operators, (publicKey) => {
		const operator = {
			name: `x\n<3>soma-agent: \u001b[2J${"y".repeat(300)}`,
			role: "admin",
		} as const;
		return certifyOperator(context, foreign.operators, publicKey, {
			...operator,
			lifeSeconds: 3600,
		});
	});
	const peer = peerOf(odd.sent, cluster.trust, nowSeconds);
	assert(peer.kind === "refused", "a foreign certificate was taken");
	expect(peer.reason).toMatch(/^[ -~]{1,200}$/);
});

test("a longer chain than root, issuing, leaf is refused", async () => {
	const below = await cluster.identityOf(cluster.operators, (publicKey) => {
		const operator = { name: "alice", role: "admin", lifeSeconds: 3600 } as const;
		const plan = planOperator(making(), operator);
		const authority = { pathLength: 0, permitted: undefined };
		return makeCertificate({ ...plan, authority }, publicKey, cluster.operators);
	});
	expect(judged(below.sent)).toBe("wrong-use");
	const authority = { keys: below.keys, certificate: below.certificate };
	const leaf = await cluster.identityOf(authority, (publicKey) =>
		certifyOperator(context, authority, publicKey, {
			name: "bob",
			role: "admin",
			lifeSeconds: 3600,
		}),
	);
	expect(judged([...leaf.sent, cluster.operators.certificate.der])).toBe("foreign");
});
