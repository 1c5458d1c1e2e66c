import fc from "fast-check";
import { expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import { textToBase64url, toBase64url } from "./base64url.ts";
import {
	decodeTicket,
	encodeTicket,
	type FounderTicket,
	isEndpoint,
	type JoinTicket,
	parseSecretId,
	secretIdOf,
} from "./ticket.ts";

const certificate = "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n";
const basics = {
	cluster: { name: "lab", uuid: "3fd51a86-2ef2-4868-90de-91404b017bca" },
	roots: [certificate],
	notAfterSeconds: 1_800_000_000,
};
const join: JoinTicket = {
	kind: "join",
	...basics,
	id: "0123456789abcdef",
	secret: toBase64url(new Uint8Array(32).fill(7)),
	seeds: ["10.0.0.1:7444"],
};
const key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
const founder: FounderTicket = { kind: "founder", ...basics, issuing: { certificate, key } };

async function codeOf(text: string): Promise<string> {
	const error = await errorOf(() => decodeTicket(text, "the ticket"));
	const whole = JSON.stringify([error.message, error.hint, error.facts, String(error.cause)]);
	expect(whole).not.toContain(join.secret.slice(0, 12));
	expect(whole).not.toContain("c2VjcmV0");
	return error.code;
}

function joinText(change: object): string {
	const { kind, ...contents } = join;
	return `soma-${kind}-1.${textToBase64url(JSON.stringify({ ...contents, ...change }))}`;
}

test("both kinds of ticket come back as they were, with white space around them", () => {
	expect(decodeTicket(`\n  ${encodeTicket(join)}\r\n`, "x")).toEqual(join);
	expect(decodeTicket(encodeTicket(founder), "x")).toEqual(founder);
});

test("what is no ticket, and one of another version, has an error of its own", async () => {
	expect(await codeOf("")).toBe("ticket-unreadable");
	expect(await codeOf("soma-guest-1.e30")).toBe("ticket-unreadable");
	expect(await codeOf("a".repeat(100_000))).toBe("ticket-unreadable");
	expect(await codeOf(encodeTicket(join).replace("-1.", "-2."))).toBe("ticket-version");
});

test("every ticket that is cut off is refused, and no message quotes it", async () => {
	for (const text of [encodeTicket(join), encodeTicket(founder)]) {
		for (let length = 0; length < text.length; length++) {
			expect(await codeOf(text.slice(0, length)), `${length}`).toMatch(/^ticket-/);
		}
	}
});

test.each([
	["an unknown key", { more: 1 }],
	["a wrong uuid", { cluster: { name: "lab", uuid: "lab" } }],
	["no roots", { roots: [] }],
	["a root that is not in PEM", { roots: ["MAo="] }],
	["a short secret", { secret: "AAAA" }],
	["a secret that is a number", { secret: 12 }],
	["no seeds", { seeds: [] }],
	["a seed without a port", { seeds: ["10.0.0.1"] }],
	["a time that is not whole", { notAfterSeconds: 1.5 }],
])("a ticket with %s is damaged", async (_what, change) => {
	expect(await codeOf(joinText(change))).toBe("ticket-damaged");
});

test("any text at all is a ticket or a clear error", () => {
	const text = fc.oneof(
		fc.string(),
		fc.string().map((body) => `soma-join-1.${body}`),
		fc.json().map((json) => `soma-founder-1.${textToBase64url(json)}`),
	);
	fc.assert(
		fc.asyncProperty(text, async (each) => {
			expect(await codeOf(each)).toMatch(/^ticket-/);
		}),
	);
});

test("an endpoint is a host and a port", () => {
	const good = ["a:1", "node1.example:7444", "10.0.0.1:65535", "[fd00::1]:7444"];
	const bad = ["a", "a:", ":1", "a:0", "a:65536", "fd00::1:7444", "-a:1", "a b:1", "a:1/x"];
	expect([good.filter((each) => !isEndpoint(each)), bad.filter(isEndpoint)]).toEqual([[], []]);
});

test("the name of a join secret says until when it counts", () => {
	expect(parseSecretId(secretIdOf(join))).toEqual({
		id: join.id,
		notAfterSeconds: join.notAfterSeconds,
	});
	const odd = ["", join.id, `${join.id}-`, `${join.id}--1`, `${join.id}-1e9`, `x${join.id}-1`];
	expect(odd.map(parseSecretId)).toEqual(odd.map(() => undefined));
});
