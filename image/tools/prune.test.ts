import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepUsed } from "./prune.ts";

const dayMs = 24 * 3600 * 1000;

function cacheWith(ages: Readonly<Record<string, number>>): string {
	const cache = mkdtempSync(join(tmpdir(), "soma-prune-"));
	onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
	for (const [name, days] of Object.entries(ages)) {
		mkdirSync(join(cache, name, "inside"), { recursive: true });
		const then = new Date(Date.now() - days * dayMs);
		utimesSync(join(cache, name), then, then);
	}
	return cache;
}

test("siblings unused for two days go, other families and younger ones stay", async () => {
	const cache = cacheWith({ "image-a": 9, "image-b": 3, "image-c": 1, "kernel-a": 30 });
	await keepUsed(join(cache, "image-a"), "image-");
	expect(readdirSync(cache).sort()).toEqual(["image-a", "image-c", "kernel-a"]);
});

test("of many, those that nobody used for twelve hours go when enough are younger", async () => {
	const hours = { a: 20, b: 1, c: 11, d: 13, e: 14, f: 15 };
	const ages = Object.entries(hours).map(([name, age]) => [`image-${name}`, age / 24]);
	const cache = cacheWith(Object.fromEntries(ages));
	await keepUsed(join(cache, "image-a"), "image-", 4);
	expect(readdirSync(cache).sort()).toEqual(["image-a", "image-b", "image-c", "image-d"]);
	await keepUsed(join(cache, "image-a"), "image-", 2);
	expect(readdirSync(cache).sort()).toEqual(["image-a", "image-b", "image-c"]);
});

test("what is used now counts as used now", async () => {
	const cache = cacheWith({ "image-a": 9 });
	await keepUsed(join(cache, "image-a"), "image-");
	expect(Date.now() - statSync(join(cache, "image-a")).mtimeMs).toBeLessThan(dayMs);
});
