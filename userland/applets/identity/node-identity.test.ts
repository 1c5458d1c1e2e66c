import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { required } from "../../lib/assert.ts";
import { IdentityStore } from "../../system/identity-store.ts";
import { readCertificates } from "../../system/pki/certificates.ts";
import { errorOf } from "../../testing/errors.ts";
import { TestAuthorities } from "../../testing/test-authorities.ts";
import { chainOf, judge, serialOf, TestNodes, textOf } from "./testing-nodes.ts";

let lab: TestNodes;
beforeEach(async () => {
	lab = await TestNodes.create(1_800_000_000);
});
afterEach(() => lab.close());

const day = 86_400;

test("a founder makes its key and issues its own certificate, with its names", async () => {
	const founder = await lab.start("founder", await lab.authorities.founderTicket(lab.first));
	const { leaf, nodeId, validity } = required(founder.identity.present, "identity");
	expect(leaf.facts.dnsNames).toEqual([`${nodeId}.node.soma`, "founder.example"]);
	expect(leaf.facts.addresses).toEqual(["10.0.0.1"]);
	expect(validity.renewAfterSeconds).toBe(lab.nowSeconds + 20 * day);
	expect(judge(founder, founder)).toBe("node");
	for (const [name, mode] of [
		["", 0o700],
		["node.key", 0o600],
		["issuing.pem", 0o600],
		["node.pem", 0o644],
	] as const) {
		expect(statSync(founder.path(name)).mode & 0o777, name).toBe(mode);
	}
});

test("a node joins by its ticket, and both recognise each other", async () => {
	const [founder, joiner] = await lab.founderAndJoiner();
	expect([judge(founder, joiner), judge(joiner, founder)]).toEqual(["node", "node"]);
	expect(joiner.identity.issuer).toBeUndefined();
	expect(joiner.changes).toBe(1);
	const ticket = readFileSync(lab.ticketPath("joiner"), "utf8");
	const secret = required(/^soma-join-1\.(.*)$/.exec(ticket)?.[1], "ticket");
	const { secret: plain } = JSON.parse(Buffer.from(secret, "base64url").toString()) as {
		secret: string;
	};
	expect(JSON.stringify([...founder.reports, ...joiner.reports, lab.sent])).not.toContain(plain);
});

test("a node that starts again has the same key and certificate, and asks nobody", async () => {
	const [, joiner] = await lab.founderAndJoiner();
	lab.listening.delete("founder:7444");
	const again = await lab.start("joiner");
	expect(chainOf(again)).toBe(chainOf(joiner));
	expect(again.changes).toBe(0);
	rmSync(lab.ticketPath("joiner"));
	expect(chainOf(await lab.start("joiner"))).toBe(chainOf(joiner));
});

test("a seed that is not there is asked again, and the reason is told once", async () => {
	const joiner = await lab.start(
		"joiner",
		await lab.authorities.joinTicket(lab.first, ["founder:7444"]),
	);
	expect(joiner.identity.state).toMatchObject({ kind: "enrolling", failures: 1 });
	await lab.start("founder", await lab.authorities.founderTicket(lab.first));
	lab.nowSeconds += 1;
	await joiner.identity.tick();
	expect(joiner.identity.state.kind).toBe("certified");
	expect(joiner.reports.filter((text) => text.includes("nobody listens"))).toHaveLength(1);
});

test("an error that nobody foresaw ends one request and not the node", async () => {
	let broken = true;
	lab.transport = {
		enrol: () => {
			throw broken ? new TypeError("undefined is not a function") : new Error("still not");
		},
		renew: () => Promise.reject(new Error("not asked")),
	};
	const joiner = await lab.start("joiner", await lab.joinTicket());
	expect(joiner.identity.state).toMatchObject({ kind: "enrolling", failures: 1 });
	broken = false;
	lab.nowSeconds += 1;
	await joiner.identity.tick();
	expect(joiner.identity.state).toMatchObject({ kind: "enrolling", failures: 2 });
});

test("a full disk, or one that cannot be written, is tried again", async () => {
	const [founder] = await lab.founderAndJoiner();
	const before = serialOf(founder);
	lab.nowSeconds += 20 * day;
	const replace = vi.spyOn(IdentityStore.prototype, "replaceCertificate");
	replace.mockImplementationOnce(() => {
		throw new Error("ENOSPC: no space left on device");
	});
	await founder.identity.tick();
	replace.mockRestore();
	expect(founder.identity.state).toMatchObject({ kind: "renewing", failures: 1 });
	expect(judge(founder, founder)).toBe("node");
	lab.nowSeconds += 60;
	await founder.identity.tick();
	expect([founder.identity.state.kind, serialOf(founder) === before]).toEqual(["certified", false]);
});

test("a certificate is renewed after two thirds of its life, with the same key", async () => {
	const [founder, joiner] = await lab.founderAndJoiner();
	const before = [serialOf(founder), serialOf(joiner)];
	const key = textOf(joiner, "node.key");
	lab.nowSeconds += 20 * day - 1;
	await joiner.identity.tick();
	expect(serialOf(joiner)).toBe(before[1]);
	lab.nowSeconds += 1;
	await founder.identity.tick();
	await joiner.identity.tick();
	expect([serialOf(founder), serialOf(joiner)].map((now, at) => now === before[at])).toEqual([
		false,
		false,
	]);
	expect([joiner.changes, textOf(joiner, "node.key")]).toEqual([2, key]);
	lab.nowSeconds += 20 * day;
	await joiner.identity.tick();
	expect(judge(joiner, joiner)).toBe("node");
});

test("a node that was off for too long comes back by a new ticket", async () => {
	const [founder, joiner] = await lab.founderAndJoiner();
	lab.nowSeconds += 31 * day;
	await founder.identity.tick(); // tells that its certificate has expired
	await founder.identity.tick();
	expect(judge(founder, founder)).toBe("node"); // it needs nobody
	await joiner.identity.tick();
	await joiner.identity.tick();
	expect(joiner.identity.state).toMatchObject({ kind: "expired" });
	const ticket = await lab.authorities.joinTicket(lab.first, ["founder:7444"]);
	writeFileSync(lab.ticketPath("joiner"), ticket);
	lab.nowSeconds += 301;
	await joiner.identity.tick();
	expect(judge(founder, joiner)).toBe("node");
});

test("a trust bundle that is older, foreign or unsigned changes nothing", async () => {
	const [founder] = await lab.founderAndJoiner();
	const old = await lab.authorities.bundle([lab.first]);
	const newer = await lab.authorities.bundle([lab.first]);
	await founder.identity.updateTrust(newer);
	const codes: string[] = [];
	const strangers = new TestAuthorities(() => lab.nowSeconds);
	const foreign = await strangers.bundle([await strangers.generation("1")]);
	const unsigned = await lab.authorities.bundle(
		[lab.first],
		[],
		[await lab.authorities.generation("9")],
	);
	const { payload, ...rest } = JSON.parse(newer) as { payload: string };
	const changed = Buffer.from(payload, "base64url").toString().replace('"number":2', '"number":9');
	const forged = { ...rest, payload: Buffer.from(changed).toString("base64url") };
	for (const text of [old, foreign, unsigned, newer.slice(0, 500), JSON.stringify(forged)]) {
		codes.push((await errorOf(() => founder.identity.updateTrust(text))).code);
	}
	expect(codes).toEqual([
		"trust-old",
		"trust-foreign",
		"trust-unsigned",
		"trust-unreadable",
		"trust-unsigned",
	]);
	await founder.identity.updateTrust(newer); // the same again is no fault
	expect(textOf(founder, "trust.json")).toBe(newer);
});

test.each(["nodes", "root"])(
	"a rotation of %s brings every node to the new authority, and no moment is without trust",
	async (what) => {
		const [founder, joiner] = await lab.founderAndJoiner();
		const second = await lab.authorities.generation(
			"2",
			what === "root" ? undefined : lab.first.root,
		);
		const old = chainOf(joiner);
		const overlap = await lab.authorities.bundle([second, lab.first]);
		await founder.identity.updateTrust(overlap);
		expect([judge(founder, joiner), judge(joiner, founder)]).toEqual(["node", "node"]);
		await founder.identity.updateIssuing(await lab.authorities.founderTicket(second));
		await joiner.identity.updateTrust(overlap);
		for (const node of [founder, joiner]) {
			await node.identity.tick();
			expect(chainOf(node)).toContain(second.nodes.certificate.pem);
		}
		expect([judge(founder, joiner), judge(joiner, founder)]).toEqual(["node", "node"]);
		const gone = lab.first.nodes.certificate.facts.serial;
		const about = { reason: "superseded", atSeconds: lab.nowSeconds } as const;
		const revoked = [{ kind: "serial", value: gone, ...about }] as const;
		const finish = await lab.authorities.bundle([second], revoked, [second, lab.first]);
		for (const node of [founder, joiner]) {
			await node.identity.updateTrust(finish);
		}
		expect([judge(founder, joiner), judge(joiner, founder)]).toEqual(["node", "node"]);
		const stale = readCertificates(old, "old").map(({ der }) => der);
		expect(founder.identity.peerOf(stale)).toMatchObject({ kind: "refused" });
		const again = await lab.start("founder");
		expect(chainOf(again)).toBe(chainOf(founder)); // all of it is on the disk
	},
);

test("a founder ticket of another cluster is not taken as an issuing authority", async () => {
	const [founder] = await lab.founderAndJoiner();
	const strangers = new TestAuthorities(() => lab.nowSeconds);
	const ticket = await strangers.founderTicket(await strangers.generation("1"));
	const before = textOf(founder, "issuing.pem");
	expect((await errorOf(() => founder.identity.updateIssuing(ticket))).code).toBe("ticket-foreign");
	expect(textOf(founder, "issuing.pem")).toBe(before);
});
