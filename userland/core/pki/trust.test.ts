import { expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import {
	encodeTrust,
	formatSignedTrust,
	judgeTrust,
	parseSignedTrust,
	type SignedTrust,
	type TrustBundle,
} from "./trust.ts";

const cluster = { name: "lab", uuid: "3fd51a86-2ef2-4868-90de-91404b017bca" };
const pem = "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n";
const bundle: TrustBundle = {
	cluster,
	number: 5,
	madeAtSeconds: 1_800_000_000,
	roots: [pem],
	issuing: [pem],
	revoked: [
		{ kind: "node", value: "0123456789abcdef", reason: "retired", atSeconds: 1_800_000_000 },
	],
};
const root = "ab".repeat(32);

function textOf(value: object): string {
	const signature = new Uint8Array(64);
	return formatSignedTrust(encodeTrust(value as TrustBundle), [{ root, signature }]);
}

function made(change: Partial<TrustBundle> = {}): SignedTrust {
	return parseSignedTrust(textOf({ ...bundle, ...change }), "test");
}

function verdict(present: number | undefined, offered: SignedTrust, verified = [root]): string {
	const before = present === undefined ? undefined : made({ number: present });
	const found = judgeTrust({ cluster, bundle: before }, offered, verified);
	return found.kind === "refused" ? found.code : found.kind;
}

test("a bundle comes back as it was made", () => {
	expect(made().bundle).toEqual(bundle);
	expect(made().signatures).toEqual([{ root, signature: new Uint8Array(64) }]);
});

test("the number of the bundle in force only grows", () => {
	expect(verdict(undefined, made())).toBe("accepted");
	expect(verdict(4, made())).toBe("accepted");
	expect(verdict(6, made())).toBe("old");
	expect(verdict(5, made())).toBe("same");
	expect(verdict(5, made({ revoked: [] }))).toBe("different");
});

test("a bundle of another cluster, or signed by nobody who is trusted, is refused", () => {
	const other = { name: "lab", uuid: "4fd51a86-2ef2-4868-90de-91404b017bca" };
	expect(verdict(4, made({ cluster: other }))).toBe("foreign");
	expect(verdict(4, made(), [])).toBe("unsigned");
	expect(verdict(undefined, made(), [])).toBe("unsigned");
});

test.each([
	["nothing", ""],
	["another format", '{"format":2,"payload":"","signatures":[]}'],
	["no signature", '{"format":1,"payload":"e30","signatures":[]}'],
	["a payload that is not JSON", textOf({ ...bundle }).replace('"payload":"', '"payload":"A')],
	["an unknown key", textOf({ ...bundle, more: 1 })],
	["no roots", textOf({ ...bundle, roots: [] })],
	["number 0", textOf({ ...bundle, number: 0 })],
	["an unknown reason", textOf({ ...bundle, revoked: [{ ...bundle.revoked[0], reason: "x" }] })],
	["2 MiB", " ".repeat(2 * 1024 * 1024)],
])("a text with %s is no bundle", async (_what, text) => {
	expect((await errorOf(() => parseSignedTrust(text, "test"))).code).toBe("trust-unreadable");
});
