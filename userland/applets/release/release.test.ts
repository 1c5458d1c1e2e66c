import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import { runRelease } from "./testing-commands.ts";

let directory: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-release-"));
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

function init(...words: readonly string[]) {
	return runRelease("init", ...places(), ...words);
}

function places(): readonly string[] {
	return [`--repository=${join(directory, "repository")}`, `--keys=${join(directory, "keys")}`];
}

test("init makes a repository that a node reads, and keys that only their owner can", async () => {
	const { text } = await init();
	expect(text).toContain("2 of 3 root keys must sign");
	const keys = readdirSync(join(directory, "keys")).sort();
	expect(keys).toEqual(["online.pem", "root-1.pem", "root-2.pem", "root-3.pem", "targets.pem"]);
	for (const file of keys) {
		expect(statSync(join(directory, "keys", file)).mode & 0o777).toBe(0o600);
	}
	const verified = await runRelease("verify", ...places().slice(0, 1));
	expect(verified.text).toContain("is whole: 0 releases");
	expect((await errorOf(() => init())).code).toBe("release-repository-exists");
});

test("init refuses what could never sign, and says so before it makes anything", async () => {
	const error = await errorOf(() => init("--threshold=4"));
	expect(error.message).toContain("4 of 3 root keys cannot sign");
	expect(readdirSync(directory)).toEqual([]);
});

test("renew needs the online key alone, and moves nothing but snapshot and timestamp", async () => {
	await init();
	for (const file of ["root-1", "root-2", "root-3", "targets"]) {
		rmSync(join(directory, "keys", `${file}.pem`));
	}
	expect((await runRelease("renew", ...places(), "--dry-run")).text).toContain("would be: root 1");
	const { text } = await runRelease("renew", ...places(), "--timestamp-days=2");
	expect(text).toMatch(/^root 1, targets 1, snapshot 2, timestamp 2; ends at /);
	expect((await runRelease("verify", ...places().slice(0, 1))).text).toContain("is whole");
	rmSync(join(directory, "keys", "online.pem"));
	expect((await errorOf(() => runRelease("renew", ...places()))).code).toBe(
		"release-keys-unreadable",
	);
});

test("who renews is told in time that keys which are offline are needed", async () => {
	await init("--targets-days=20", "--root-days=22");
	const { warnings } = await runRelease("renew", ...places());
	expect(warnings).toContain("the targets metadata ends within 21 days: `soma release renew");
	expect(warnings).not.toContain("the root metadata");
	expect((await runRelease("renew", ...places(), "--role=targets")).warnings).toBe("");
});

test("verify says that a folder is no repository", async () => {
	const error = await errorOf(() => runRelease("verify", `--repository=${directory}`));
	expect(error.message).toContain("is no release repository");
});
