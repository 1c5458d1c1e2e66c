import { expect, test } from "vitest";
import {
	isLiveCommandLine,
	planSources,
	releaseBase,
	retryDelayMs,
	sourceOfCommandLine,
	urlOfLease,
} from "./source.ts";

test.each([
	["http://a/pxe/soma.efi", "http://a/"],
	["http://a/4800/pxe/", "http://a/4800/"],
	["http://a:81/boot/soma.efi?x=1#y", "http://a:81/boot/"],
	["http://a", "http://a/"],
	["http://a/4800/", "http://a/4800/"],
	["file:///run/soma/medium/", "file:///run/soma/medium/"],
])("%s belongs to the release in %s", (url, base) => {
	expect(releaseBase(url)).toBe(base);
});

test("what is no HTTP URL is refused with a cure", () => {
	expect(() => releaseBase("tftp://a/")).toThrow(/no HTTP URL/);
	expect(() => releaseBase("x")).toThrow(/no HTTP URL/);
});

test("the firmware's URL comes before that of the command line", () => {
	const commandLine = "quiet soma.live soma.source=http://b/pxe/ gpt";
	expect(sourceOfCommandLine(commandLine)).toBe("http://b/pxe/");
	expect(isLiveCommandLine(commandLine)).toBe(true);
	expect(isLiveCommandLine("quiet soma.source=x")).toBe(false);
	const deviceUrl = "http://a/pxe/soma.efi";
	const nothing = { deviceUrl: undefined, dhcpUrl: undefined };
	const dhcpUrl = "http://c/soma.efi";
	expect(planSources({ deviceUrl, dhcpUrl, commandLine })).toEqual([
		{ baseUrl: "http://a/", bootUrl: "http://a/pxe/soma.efi", from: "firmware" },
		{ baseUrl: "http://b/", bootUrl: "http://b/pxe/", from: "command-line" },
		{ baseUrl: "http://c/", bootUrl: "http://c/soma.efi", from: "dhcp" },
	]);
	expect(planSources({ ...nothing, commandLine: "quiet" })).toEqual([]);
	const tftp = { ...nothing, deviceUrl: "tftp://a/soma.efi" };
	expect(planSources({ ...tftp, commandLine: "quiet" })).toEqual([]);
});

test("a lease of networkd tells the URL of option 225", () => {
	const hex = Buffer.from("http://a/pxe/soma.efi").toString("hex");
	expect(urlOfLease(`ADDRESS=10.0.2.15\nOPTION_224=6162\nOPTION_225=${hex}\n`)).toBe(
		"http://a/pxe/soma.efi",
	);
	expect(urlOfLease(`OPTION_225=${hex}00\n`)).toBe("http://a/pxe/soma.efi");
	expect(urlOfLease("OPTION_225=zz\n")).toBeUndefined();
	expect(urlOfLease(`OPTION_225=${Buffer.from("hello").toString("hex")}\n`)).toBeUndefined();
	expect(urlOfLease("ADDRESS=10.0.2.15\n")).toBeUndefined();
});

test("the pause between attempts doubles up to half a minute", () => {
	expect([1, 2, 3, 4, 5, 6, 60].map(retryDelayMs)).toEqual([
		1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
	]);
});
