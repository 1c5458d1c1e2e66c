import { expect, test } from "vitest";
import { formatResolvConf, isOnline, parseLease, parseNameServers } from "./lease.ts";

const lease = `# This is private data. Do not parse.
ADDRESS=10.0.2.15
NETMASK=255.255.255.0
DNS=10.0.2.3 192.0.2.1
OPTION_224=${Buffer.from("http://a/{mac}.ign\0").toString("hex")}
`;

test("a DHCP answer gives name servers and the URL of option 224", () => {
	expect(parseLease(lease)).toEqual({
		nameServers: ["10.0.2.3", "192.0.2.1"],
		configUrl: "http://a/{mac}.ign",
	});
	expect(parseLease("DNS=nonsense\nOPTION_224=xy\n")).toEqual({
		nameServers: [],
		configUrl: undefined,
	});
	expect(parseLease("OPTION_224=")).toMatchObject({ configUrl: undefined });
});

test("name servers go to resolv.conf, each once and three at most", () => {
	const servers = parseNameServers(
		"OPER_STATE=routable\nDNS=10.0.2.3 fe80::1 10.0.2.3 1.1.1.1 9.9.9.9\n",
	);
	expect(formatResolvConf(servers)).toBe(
		"nameserver 10.0.2.3\nnameserver fe80::1\nnameserver 1.1.1.1\n",
	);
});

test("a machine is online when networkd calls it routable", () => {
	expect(isOnline("ADMIN_STATE=configured\nOPER_STATE=routable\n")).toBe(true);
	expect(isOnline("OPER_STATE=degraded\n")).toBe(false);
});
