import { afterEach, beforeEach, expect, test } from "vitest";
import { challengeLifeMs } from "../../core/pki/enrolment.ts";
import { required } from "../../lib/assert.ts";
import { exportPublicKey, keyIdOf, makeKeys } from "../../system/pki/keys.ts";
import { makeRequest } from "../../system/pki/requests.ts";
import { errorOf } from "../../testing/errors.ts";
import { TestAuthorities } from "../../testing/test-authorities.ts";
import type { Issuer } from "./issuer.ts";
import { chainOf, judge, TestNodes } from "./testing-nodes.ts";

/* What strangers and thieves try at the enrolment of a node. */

let lab: TestNodes;
beforeEach(async () => {
	lab = await TestNodes.create(1_800_000_000);
});
afterEach(() => lab.close());

const day = 86_400;

type Enrol = Issuer["enrol"];
type Request = Parameters<Enrol>[0];

/** What a joining node hears when something happens to its first request on the way. */
async function problemOf(
	happens: (request: Request, enrol: Enrol) => Promise<string>,
): Promise<string> {
	const founder = await lab.start("founder", await lab.authorities.founderTicket(lab.first));
	const issuer = required(founder.identity.issuer, "issuer");
	const enrol = issuer.enrol.bind(issuer);
	Object.defineProperty(issuer, "enrol", { value: (each: Request) => happens(each, enrol) });
	const joiner = await lab.start("joiner", await lab.joinTicket());
	return joiner.reports.join();
}

test("a nonce is used up by a wrong proof", async () => {
	const problem = await problemOf(async (request, enrol) => {
		const proof = request.proof.map((byte) => byte ^ 1);
		expect((await errorOf(() => enrol({ ...request, proof }))).code).toBe("enrolment-proof-wrong");
		return await enrol(request);
	});
	expect(problem).toContain("was not proven");
});

test("a nonce is good for a minute, and not longer", async () => {
	const late = (seconds: number) => (request: Request, enrol: Enrol) => {
		lab.nowSeconds += seconds;
		return enrol(request);
	};
	expect(await problemOf(late(challengeLifeMs / 1000 - 1))).toBe(
		"has a certificate of its cluster",
	);
	lab.close();
	lab = await TestNodes.create(1_800_000_000);
	expect(await problemOf(late(challengeLifeMs / 1000))).toContain("was not proven");
});

test("a good proof does not serve the request of another key", async () => {
	const keys = await makeKeys();
	const id = keyIdOf(await exportPublicKey(keys.publicKey));
	const requestPem = await makeRequest(keys, id, { dnsNames: [], addresses: [] });
	const problem = await problemOf((request, enrol) => enrol({ ...request, requestPem }));
	expect(problem).toContain("was not proven");
});

test("the same proof does not count twice, nor for another key or another nonce", async () => {
	const [founder] = await lab.founderAndJoiner();
	const issuer = required(founder.identity.issuer, "issuer");
	const [used] = lab.sent;
	const request = required(used, "request");
	expect((await errorOf(() => issuer.enrol(request))).code).toBe("enrolment-proof-wrong");
	const nonce = issuer.challenge();
	const replayed = { ...request, nonce };
	expect((await errorOf(() => issuer.enrol(replayed))).code).toBe("enrolment-proof-wrong");
	await lab.start("other", await lab.authorities.joinTicket(lab.first, ["founder:7444"]));
	const other = required(lab.sent.at(-1), "request");
	const swapped = { ...other, requestPem: request.requestPem };
	expect((await errorOf(() => issuer.enrol(swapped))).code).toBe("enrolment-proof-wrong");
});

test.each([
	["an expired ticket", "expired", { lifeSeconds: -1 }],
	["a ticket of another cluster", "foreign", {}],
	["a ticket with another secret", "wrong", {}],
])("%s gets nothing", async (_what, kind, options) => {
	await lab.start("founder", await lab.authorities.founderTicket(lab.first));
	const strangers = new TestAuthorities(() => lab.nowSeconds);
	const other = await strangers.generation("1");
	const ticket =
		kind === "foreign"
			? await strangers.joinTicket(other, ["founder:7444"])
			: await lab.authorities.joinTicket(
					kind === "wrong" ? other : lab.first,
					["founder:7444"],
					options,
				);
	const joiner = await lab.start("joiner", ticket);
	expect(joiner.identity.present).toBeUndefined();
	expect(["stuck", "enrolling"]).toContain(joiner.identity.state.kind);
	expect(joiner.reports).toHaveLength(1);
});

test("a revoked ticket, and a revoked node's key, get nothing more", async () => {
	const [founder, joiner] = await lab.founderAndJoiner();
	const { nodeId } = required(joiner.identity.present, "identity");
	const about = { reason: "key-compromise", atSeconds: lab.nowSeconds } as const;
	const bundle = await lab.authorities.bundle(
		[lab.first],
		[
			{ kind: "ticket", value: "0123456789abcdef", ...about },
			{ kind: "node", value: nodeId, ...about },
		],
	);
	await founder.identity.updateTrust(bundle);
	expect(judge(founder, joiner)).toBe("revoked");
	const late = await lab.start(
		"late",
		await lab.authorities.joinTicket(lab.first, ["founder:7444"]),
	);
	expect(late.identity.present).toBeUndefined();
	expect(late.reports.join()).toContain("is revoked");
	lab.nowSeconds += 21 * day;
	await joiner.identity.tick();
	expect(joiner.identity.state).toMatchObject({ kind: "renewing", failures: 1 });
});

test("a seed that answers with somebody else's certificate is not believed", async () => {
	const [founder, joiner] = await lab.founderAndJoiner();
	const stolen = chainOf(joiner);
	const issuer = required(founder.identity.issuer, "issuer");
	Object.defineProperty(issuer, "enrol", { value: () => Promise.resolve(stolen) });
	const late = await lab.start(
		"late",
		await lab.authorities.joinTicket(lab.first, ["founder:7444"]),
	);
	expect(late.identity.present).toBeUndefined();
	expect(late.reports.join()).toContain("of no use");
});
