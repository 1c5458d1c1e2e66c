import { afterEach, beforeEach, expect, test } from "vitest";
import { challengeLifeMs } from "../../core/pki/enrolment.ts";
import { required } from "../../lib/assert.ts";
import { errorOf } from "../../testing/errors.ts";
import { TestAuthorities } from "../../testing/test-authorities.ts";
import { chainOf, judge, TestNodes } from "./testing-nodes.ts";

/* What strangers and thieves try at the enrolment of a node. */

let lab: TestNodes;
beforeEach(async () => {
	lab = await TestNodes.create(1_800_000_000);
});
afterEach(() => lab.close());

const day = 86_400;

test("a nonce is used up by a wrong proof, and too old after a minute", async () => {
	const founder = await lab.start("founder", await lab.authorities.founderTicket(lab.first));
	const issuer = required(founder.identity.issuer, "issuer");
	const challenge = issuer.challenge.bind(issuer);
	let nonce = challenge();
	Object.defineProperty(issuer, "challenge", { value: () => nonce });
	const codes: string[] = [];
	const enrol = issuer.enrol.bind(issuer);
	Object.defineProperty(issuer, "enrol", {
		value: async (request: Parameters<typeof enrol>[0]) => {
			const proof = request.proof.map((byte) => byte ^ 1);
			codes.push((await errorOf(() => enrol({ ...request, proof }))).code);
			codes.push((await errorOf(() => enrol(request))).code);
			nonce = challenge();
			lab.nowSeconds += challengeLifeMs / 1000;
			return await enrol({ ...request, nonce });
		},
	});
	const joiner = await lab.start("joiner", await lab.joinTicket());
	expect(codes).toEqual(["enrolment-proof-wrong", "enrolment-proof-wrong"]);
	expect(joiner.reports.join()).toContain("was not proven");
	expect(joiner.identity.present).toBeUndefined();
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
