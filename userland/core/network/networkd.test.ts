import { expect, test } from "vitest";
import { formatResolvConf, isAnswered, isOnline, optionOfLease } from "./networkd.ts";

const lease = `# This is private data. Do not parse.
ADDRESS=10.0.2.15
NETMASK=255.255.255.0
DNS=10.0.2.3 192.0.2.1
OPTION_224=${Buffer.from("http://a/{mac}.ign\0").toString("hex")}
`;

test("a DHCP answer gives a private option as text, without the NUL at its end", () => {
	expect(optionOfLease(lease, 224)).toBe("http://a/{mac}.ign");
	expect(optionOfLease(lease, 225)).toBeUndefined();
	expect(optionOfLease("OPTION_224=xy\n", 224)).toBeUndefined();
	expect(optionOfLease("OPTION_224=", 224)).toBeUndefined();
});

test.each([
	["nobody answered", [], 1, false],
	["the answer on one of two links has it not", ["ADDRESS=10.0.2.15\n"], 2, false],
	["the answer on one of two links has it", [lease], 2, true],
	["both links have an answer without it", ["ADDRESS=10.0.2.15\n", "ADDRESS=10.0.3.9\n"], 2, true],
	["no link has a carrier any more", [], 0, false],
])("an option is waited for until it can be nowhere: %s", (_, leases, linkCount, answered) => {
	expect(isAnswered(leases, 224, linkCount)).toBe(answered);
});

test("name servers of the state and of the leases, each once and three at most", () => {
	const state = "OPER_STATE=routable\nDNS=10.0.2.3 fe80::1 10.0.2.3\n";
	expect(formatResolvConf(state, [lease, "DNS=9.9.9.9\n"])).toBe(
		"nameserver 10.0.2.3\nnameserver fe80::1\nnameserver 192.0.2.1\n",
	);
});

test("the domains that the state names are searched", () => {
	expect(formatResolvConf("DNS=fd00::3\nDOMAINS=lab.test a.test\n", [])).toBe(
		"nameserver fd00::3\nsearch lab.test a.test\n",
	);
	expect(formatResolvConf("ROUTE_DOMAINS=lab.test\n", [])).toBe("search lab.test\n");
});

test("no network yet, and words that are no addresses, mean no server", () => {
	expect(formatResolvConf("", [])).toBe("");
	expect(formatResolvConf("DNS=\n", ["DNS=nonsense\n"])).toBe("");
});

test("a machine is online when networkd calls it routable", () => {
	expect(isOnline("ADMIN_STATE=configured\nOPER_STATE=routable\n")).toBe(true);
	expect(isOnline("OPER_STATE=degraded\n")).toBe(false);
});
