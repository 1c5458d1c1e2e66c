import { expect, test } from "vitest";
import { diffLocks, formatLock, judgeInstalled, parseLock } from "./lock.ts";

const hash = (digit: string): string => digit.repeat(64);
const row = (name: string, version: string, digit = "a") => ({
	name,
	version,
	architecture: "amd64",
	sha256: hash(digit),
});

test("a lock is read back as it was written, sorted, a package a line", () => {
	const text = formatLock([row("udev", "257-1"), row("dash", "0.5", "b")]);
	expect(parseLock(text, "x.lock.json").map(({ name }) => name)).toEqual(["dash", "udev"]);
	expect(formatLock(parseLock(text, "x.lock.json"))).toBe(text);
	expect(text.split("\n").filter((line) => line.includes("sha256"))).toHaveLength(2);
});

test("an unknown key, a wrong hash, a double and no JSON are errors that name the place", () => {
	const lock = { format: 1, packages: [row("dash", "0.5")] };
	const refusal = (value: unknown) => () => parseLock(JSON.stringify(value), "x.lock.json");
	expect(refusal({ ...lock, extra: 1 })).toThrow(/x\.lock\.json: extra/);
	expect(refusal({ ...lock, packages: [{ ...row("dash", "1"), sha256: "12" }] })).toThrow(
		/packages\.0\.sha256/,
	);
	expect(refusal({ ...lock, packages: [{ ...row("dash", "1"), mirror: "x" }] })).toThrow(
		/packages\.0\.mirror/,
	);
	expect(refusal({ ...lock, packages: [row("dash", "1"), row("dash", "2")] })).toThrow(
		/dash is there twice/,
	);
	expect(refusal({ ...lock, format: 2 })).toThrow(/x\.lock\.json: format/);
	expect(() => parseLock("{", "x.lock.json")).toThrow(/x\.lock\.json: it is no JSON/);
});

test("a difference names what came, went, changed its version, or only its content", () => {
	const before = [row("a", "1"), row("b", "1"), row("c", "1"), row("d", "1")];
	const after = [row("b", "1"), row("c", "2"), row("d", "1", "b"), row("e", "1")];
	expect(diffLocks(before, after)).toEqual([
		"- a 1",
		"  c 1 -> 2",
		"! d 1 with other content",
		"+ e 1",
	]);
	expect(diffLocks(before, before)).toEqual([]);
});

test("an installed tree is judged by name, version and architecture", () => {
	const lock = [row("a", "1"), row("b", "1")];
	expect(judgeInstalled(lock, lock)).toEqual([]);
	expect(judgeInstalled(lock, [row("a", "2"), row("c", "1")])).toEqual([
		"  a 1 -> 2",
		"- b 1",
		"+ c 1",
	]);
	expect(judgeInstalled(lock, [row("a", "1"), { ...row("b", "1"), architecture: "all" }])).toEqual([
		"! b 1 with other content",
	]);
});
