import { expect, test } from "vitest";
import { formatAddress, parseAddress, shortAddress } from "./address.ts";

test.each([
	["node-1", "node-1", 7443, undefined],
	["node-1.example.com:7000", "node-1.example.com", 7000, undefined],
	["192.0.2.7", "192.0.2.7", 7443, undefined],
	["2001:db8::1", "2001:db8::1", 7443, undefined],
	["[2001:db8::1]:9", "2001:db8::1", 9, undefined],
	["[::ffff:192.0.2.1]", "::ffff:192.0.2.1", 7443, undefined],
	["fe80::1%eth0", "fe80::1%eth0", 7443, undefined],
	["0123456789abcdef@192.0.2.7:7000", "192.0.2.7", 7000, "0123456789abcdef"],
	["0123456789abcdef@[::1]:7000", "::1", 7000, "0123456789abcdef"],
	["0123456789abcdef@::1", "::1", 7443, "0123456789abcdef"],
])("%s is understood", (text, host, port, nodeId) => {
	expect(parseAddress(text)).toEqual({ host, port, nodeId });
});

test.each([
	"",
	":7443",
	"a b",
	"host:",
	"host:0",
	"host:65536",
	"host:port",
	"[host]:1",
	"[::1",
	"::1::2",
	"1:2:3",
	"a@host",
	"0123456789ABCDEF@host",
	"https://host",
	"-host",
	"ho\u001bst",
])("%j is no address", (text) => {
	expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: "address-invalid" }));
});

test("addresses are written as they are read, the usual port only where it must be", () => {
	for (const text of ["node:1", "[::1]:7443", "192.0.2.7:7443"]) {
		expect(formatAddress(parseAddress(text))).toBe(text);
	}
	expect(shortAddress(parseAddress("node:7443"))).toBe("node");
	expect(shortAddress(parseAddress("[::1]:7444"))).toBe("[::1]:7444");
});
