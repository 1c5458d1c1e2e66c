import { expect, test } from "vitest";
import { parseListenAddress } from "./listen-address.ts";

test.each([
	["127.0.0.1:8480", "127.0.0.1", 8480],
	["127.0.0.1", "127.0.0.1", undefined],
	["127.0.0.1:0", "127.0.0.1", 0],
	["[::1]:8480", "[::1]", 8480],
	["[::]", "[::]", undefined],
	["[::ffff:10.0.0.1]:80", "[::ffff:10.0.0.1]", 80],
	[":8480", undefined, 8480],
	["releases.example.com:80", "releases.example.com", 80],
	["localhost", "localhost", undefined],
] as const)("%s is an address to listen on", (text, hostname, port) => {
	expect(parseListenAddress(text)).toEqual({ hostname, port });
});

test.each([
	...[
		"",
		":",
		"127.0.0.1:",
		"127.0.0.1:848x",
		"127.0.0.1:-1",
		"127.0.0.1:65536",
		"127.0.0.1:8480 ",
	],
	...["::1:8480", "::1", "::", "[::1", "[::1]:", "[::1]x:1", "[]:1", "[127.0.0.1]:1", "[zz::]:1"],
	...["8480", "127.0.0.300:1", "127.0.1:80", "a..b:1", "-a:1", "a b:1", "http://a:1", "a:1:2"],
])("%j is none, and does not mean all addresses", (text) => {
	expect(parseListenAddress(text)).toBeUndefined();
});
