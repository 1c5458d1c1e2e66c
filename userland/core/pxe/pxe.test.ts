import { describe, expect, test } from "vitest";
import { openToolTree } from "../../../image/tools/tree.ts";
import { foreignDhcpAdvice, type PxePlan, planDnsmasq } from "./dnsmasq.ts";
import { chooseInterface, networkOf, parseRange } from "./network.ts";
import { configPath, macOfNeighbour, rangeOf, routeOf } from "./routes.ts";

const plan: PxePlan = {
	interfaceName: "eth1",
	addresses: { kind: "range", first: "10.1.0.100", last: "10.1.0.199" },
	serverUrl: "http://10.1.0.1:8080",
	ipxe: { folder: "/usr/lib/ipxe", file: "snponly.efi" },
};

describe("what dnsmasq is told", () => {
	test("it gives addresses, the program to HTTP boot, iPXE to PXE, and the script to iPXE", () => {
		const words = planDnsmasq(plan);
		expect(words).toContain("--dhcp-range=10.1.0.100,10.1.0.199,1h");
		expect(words).toContain("--dhcp-match=set:http,option:client-arch,16");
		expect(words).toContain("--dhcp-option-force=tag:http,tag:!ipxe,60,HTTPClient");
		expect(words).toContain("--dhcp-boot=tag:http,tag:!ipxe,http://10.1.0.1:8080/pxe/soma.efi");
		expect(words).toContain("--dhcp-boot=tag:efi,tag:!ipxe,snponly.efi");
		expect(words).toContain("--dhcp-boot=tag:ipxe,http://10.1.0.1:8080/pxe/soma.ipxe");
		expect(words).toContain("--dhcp-option=225,http://10.1.0.1:8080/pxe/soma.efi");
		expect(words).toContain("--port=0");
	});

	test("beside another DHCP server it gives no address", () => {
		const words = planDnsmasq({ ...plan, addresses: { kind: "foreign", network: "10.1.0.0" } });
		expect(words).toContain("--dhcp-range=10.1.0.0,proxy");
		expect(words).toContain("--pxe-service=tag:!ipxe,X86-64_EFI,Soma OS,snponly.efi");
		expect(words.join(" ")).not.toContain("HTTPClient");
	});

	test.each([plan.addresses, { kind: "foreign", network: "10.1.0.0" } as const])(
		"dnsmasq itself accepts it: $kind",
		async (addresses) => {
			const words = planDnsmasq({ ...plan, addresses });
			const tried = await openToolTree().runUnchecked({ argv: ["dnsmasq", "--test", ...words] });
			expect(tried).toMatchObject({
				exitCode: 0,
				stderr: expect.stringMatching(/syntax check OK/),
			});
		},
	);

	test("who runs another DHCP server is told what to put into it", () => {
		expect(foreignDhcpAdvice("http://a:1")).toMatch(
			/HTTPClient[\s\S]*http:\/\/a:1\/pxe\/soma\.efi/,
		);
	});
});

describe("the interface", () => {
	const own = { interfaceName: "eth1", address: "10.1.7.1", netmask: "255.255.0.0" };
	const all = [{ interfaceName: "lo", address: "127.0.0.1", netmask: "255.0.0.0" }, own];

	test("is one of this machine, with one of its addresses", () => {
		expect(chooseInterface(all, "eth1", undefined)).toBe(own);
		expect(chooseInterface(all, "eth1", "10.1.7.1")).toBe(own);
		expect(() => chooseInterface(all, "eth2", undefined)).toThrow(/no interface eth2/);
		expect(() => chooseInterface(all, "eth1", "10.1.7.2")).toThrow(/not have the address/);
		expect(networkOf(own)).toBe("10.1.0.0");
	});

	test("a range lies in its network, in order", () => {
		expect(parseRange("10.1.7.100-10.1.7.199", own).last).toBe("10.1.7.199");
		expect(() => parseRange("10.1.7.9-10.1.7.1", own)).toThrow(/behind its last/);
		expect(() => parseRange("10.2.7.1-10.2.7.9", own)).toThrow(/not in the network 10.1.0.0/);
		expect(() => parseRange("10.1.7.100", own)).toThrow(/no range/);
		expect(() => parseRange("10.1.7.100-10.1.7.300", own)).toThrow(/no range/);
	});
});

describe("what is served", () => {
	const files = new Set(["pxe/soma.efi", "release/usr.zst"]);
	const at = (path: string) => routeOf(`http://a${path}`, files);

	test("files of the release by exactly their paths, and nothing else", () => {
		expect(at("/pxe/soma.efi")).toEqual({ kind: "file", path: "pxe/soma.efi" });
		for (const path of ["/", "/pxe", "/pxe/../etc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd"]) {
			expect(at(path)).toEqual({ kind: "missing" });
		}
	});

	test("a configuration for each machine, by the address that asks or that it names", () => {
		const config = at("/pxe/soma.ign?mac=52-54-00-AA-00-01");
		expect(config).toEqual({ kind: "config", mac: "52:54:00:aa:00:01" });
		expect(at("/soma.ign?mac=../x")).toEqual({ kind: "config", mac: undefined });
		expect(configPath("nodes/{mac}.ign", "52:54:00:aa:00:01")).toBe("nodes/52-54-00-aa-00-01.ign");
		expect(configPath("nodes/{mac}.ign", undefined)).toBeUndefined();
		expect(configPath("one.ign", undefined)).toBe("one.ign");
		const table =
			"IP address       HW type     Flags       HW address            Mask     Device\n" +
			"10.1.0.100       0x1         0x2         52:54:00:AA:00:01     *        eth1\n" +
			"10.1.0.101       0x1         0x0         00:00:00:00:00:00     *        eth1\n";
		expect(macOfNeighbour(table, "10.1.0.100")).toBe("52:54:00:aa:00:01");
		expect(macOfNeighbour(table, "10.1.0.101")).toBeUndefined();
		expect(macOfNeighbour(table, "10.1.0.10")).toBeUndefined();
	});

	test.each([
		[null, "whole"],
		["bytes=0-", { first: 0, last: 9 }],
		["bytes=2-4", { first: 2, last: 4 }],
		["bytes=8-100", { first: 8, last: 9 }],
		["bytes=-3", { first: 7, last: 9 }],
		["bytes=-30", { first: 0, last: 9 }],
		["bytes=10-", "outside"],
		["bytes=-0", "outside"],
		["bytes=5-3", "whole"],
		["bytes=0-1,3-4", "whole"],
		["lines=1-2", "whole"],
	])("of ten bytes, %j asks for %j", (header, range) => {
		expect(rangeOf(header, 10)).toEqual(range);
	});
});
