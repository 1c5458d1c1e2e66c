import { expect, test } from "vitest";
import { pick, resolveLink } from "./pick.ts";

const listing = new Map<string, string | undefined>([
	["usr/bin/mount", undefined],
	["usr/lib/x86_64-linux-gnu/libmount.so.1", "libmount.so.1.1.0"],
	["usr/lib/x86_64-linux-gnu/libmount.so.1.1.0", undefined],
	["usr/lib/x86_64-linux-gnu/libc.so.6", undefined],
]);
const needs = new Map([
	["usr/bin/mount", ["libmount.so.1"]],
	["usr/lib/x86_64-linux-gnu/libmount.so.1.1.0", ["libc.so.6"]],
]);

test("a program brings its libraries, their links and their own libraries", () => {
	expect(pick([{ reason: "mounts", paths: ["usr/bin/mo*"] }], listing, needs)).toEqual([
		"usr/bin/mount",
		"usr/lib/x86_64-linux-gnu/libc.so.6",
		"usr/lib/x86_64-linux-gnu/libmount.so.1",
		"usr/lib/x86_64-linux-gnu/libmount.so.1.1.0",
	]);
});

test("a row that matches no file is an error that names it", () => {
	expect(() => pick([{ reason: "gone", paths: ["usr/bin/perl"] }], listing, needs)).toThrow(
		"no package brings: usr/bin/perl",
	);
});

test("a library that no package brings is an error that names who needs it", () => {
	const broken = new Map([["usr/bin/mount", ["libgone.so"]]]);
	expect(() => pick([{ reason: "x", paths: ["usr/bin/mount"] }], listing, broken)).toThrow(
		"usr/bin/mount needs libgone.so",
	);
});

test("a link is followed from its own folder, and through the merged /lib", () => {
	expect(resolveLink("usr/lib64/ld.so", "../lib/x86_64-linux-gnu/ld.so")).toBe(
		"usr/lib/x86_64-linux-gnu/ld.so",
	);
	expect(resolveLink("etc/x", "/lib/y")).toBe("usr/lib/y");
});
