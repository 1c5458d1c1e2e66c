import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureCacheDirectory, withLock } from "./lock.ts";

const before = process.env["XDG_CACHE_HOME"];
let home = "";

beforeEach(() => {
	home = mkdtempSync("/tmp/soma-lock-");
	process.env["XDG_CACHE_HOME"] = home;
});

afterEach(() => {
	process.env["XDG_CACHE_HOME"] = before ?? "";
	rmSync(home, { recursive: true });
});

test("one after the other, and the waiting one names the other process", async () => {
	const events: string[] = [];
	const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
	const first = withLock(
		"x",
		() => undefined,
		async () => {
			events.push("first starts");
			await released;
			events.push("first ends");
		},
	);
	const { promise: waiting, resolve: isWaiting } = Promise.withResolvers<string>();
	const second = withLock("x", isWaiting, async () => {
		events.push("second starts");
	});
	expect(await waiting).toBe(`waiting for process ${process.pid}, which works on x`);
	release(undefined);
	await Promise.all([first, second]);
	expect(events).toEqual(["first starts", "first ends", "second starts"]);
});

test.each(["", "999999999 1", `${process.pid} 1`, "rubbish"])(
	"a lock of a dead process counts for nothing: %j",
	async (content) => {
		const path = join(ensureCacheDirectory(), "x.lock");
		writeFileSync(path, content);
		expect(await withLock("x", expect.unreachable, async () => 7)).toBe(7);
		expect(existsSync(path)).toBe(false);
	},
);

test("the lock is given back when the work fails", async () => {
	const failing = withLock("x", expect.unreachable, () => Promise.reject(new Error("no")));
	await expect(failing).rejects.toThrow("no");
	expect(await withLock("x", expect.unreachable, async () => 7)).toBe(7);
});

test("a file where the cache should be is an error with a cure", () => {
	writeFileSync(join(home, "file"), "");
	process.env["XDG_CACHE_HOME"] = join(home, "file");
	expect(ensureCacheDirectory).toThrow("cannot be used");
});
