import { expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import { exportPublicKey, formatPem, keyIdOf, makeKeys, parsePem } from "./keys.ts";
import { makeRequest, readRequest } from "./requests.ts";

const keys = await makeKeys();
const id = keyIdOf(await exportPublicKey(keys.publicKey));
const pem = await makeRequest(keys, id, {
	dnsNames: ["a.example"],
	addresses: ["10.0.0.1", "::1"],
});

test("a request says what was asked for, and whose key it is", async () => {
	const { facts } = await readRequest(pem);
	expect(facts).toEqual({
		keyId: id,
		commonNames: [id],
		organisations: [],
		dnsNames: ["a.example"],
		addresses: ["10.0.0.1", "::1"],
	});
	const bare = await readRequest(await makeRequest(keys, id, { dnsNames: [], addresses: [] }));
	expect(bare.facts.dnsNames).toEqual([]);
});

test("a request with any changed byte is refused: its signature covers it", async () => {
	const label = "CERTIFICATE REQUEST";
	const der = parsePem(label, pem) ?? new Uint8Array();
	for (let index = 0; index < der.length; index += 5) {
		const damaged = Uint8Array.from(der);
		damaged[index] = (damaged[index] ?? 0) ^ 1;
		const error = await errorOf(() => readRequest(formatPem(label, damaged)));
		expect(error.code, `byte ${index}`).toMatch(/^request-/);
	}
});

test("what is no request is refused without being quoted", async () => {
	for (const text of ["", "secret", "A".repeat(20_000), pem.replace("REQUEST", "SECRET")]) {
		const error = await errorOf(() => readRequest(text));
		expect(error.message).not.toContain("secret");
		expect(error.code).toBe("request-unreadable");
	}
});
