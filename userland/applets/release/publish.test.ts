import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseChunkIndex } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { channelNames } from "../../core/repository/channel.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { openRepositorySource } from "../../system/repository/source.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { errorOf } from "../../testing/errors.ts";
import { makeFakeRelease, writeFakeRelease } from "../../testing/fake-release.ts";
import { runRelease } from "./testing-commands.ts";

let directory: string;
let repository: string;
let keys: string;

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-release-"));
	repository = join(directory, "repository");
	keys = join(directory, "keys");
	await runRelease("init", `--repository=${repository}`, `--keys=${keys}`);
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

/** A command on the repository with its keys. */
function change(verb: string, ...words: readonly string[]) {
	return runRelease(verb, ...words, `--repository=${repository}`, `--keys=${keys}`);
}

/** Builds a release as the pipeline does, and gives its directory. */
function build(version: string, place = version, contentVersion = version): string {
	const path = join(directory, "out", place);
	const release = makeFakeRelease(contentVersion);
	const manifest = { ...release.manifest, version };
	mkdirSync(path, { recursive: true });
	writeFakeRelease(path, { ...release, manifest });
	return path;
}

function node(): TrustedRepository {
	return new TrustedRepository({
		sources: [openRepositorySource(repository)],
		baseRoot: readFileSync(join(repository, "metadata/1.root.json")),
		stateDirectory: join(directory, "state"),
		scratchDirectory: join(directory, "scratch"),
		clock: () => ({ nowMs: Date.now(), isSynchronised: true, epochMs: 0 }),
	});
}

function files(): readonly string[] {
	return readdirSync(repository, { recursive: true })
		.map(String)
		.filter((name) => name.endsWith(".json") || name.endsWith("x") || name.endsWith("cacnk"))
		.sort();
}

test("a release is published, promoted, read by a node, and taken back", async () => {
	const first = await change("publish", build("4800"));
	expect(first.text).toContain("release 4800 is published; no channel offers it by that");
	expect(first.warnings).toMatch(/^usr: 80 KiB in \d+ chunks, \d+ new/m);
	await change("publish", build("4801"));
	await change("promote", "4800", "--channel=stable");
	const reader = node();
	await reader.refresh();
	expect([...reader.versions()].sort()).toEqual(["4800", "4801"]);
	expect((await reader.channel("stable")).release).toBe("4800");
	const release = await reader.release("4801");
	expect(release.parts.usr.sizeBytes).toBe(makeFakeRelease("4801").manifest.parts.usr.sizeBytes);
	expect((await reader.index(release, "usr")).lengthBytes).toBe(release.parts.usr.sizeBytes);

	await change("promote", "4801", "--channel=stable", "--wave=immediate");
	await reader.refresh();
	expect((await reader.channel("stable")).wave.groups.length).toBe(1);
	const paused = await change("promote", "4801", "--channel=stable", "--pause", "--require-brake");
	expect(paused.text).toContain("offers 4801, where outcomes are counted, paused");
	await reader.refresh();
	expect((await reader.channel("stable")).wave).toMatchObject({ paused: true, brake: "required" });
	await change("withdraw", "4801", "--replace=4800");
	await reader.refresh();
	expect(await reader.channel("stable")).toMatchObject({ release: "4800", withdrawn: ["4801"] });
	expect(channelNames.filter((name) => reader.hasChannel(name))).toEqual(["stable"]);
	const { text } = await runRelease("verify", `--repository=${repository}`);
	expect(text).toContain("is whole: 2 releases, 10 different parts read to their last byte");
	expect(text).toContain("channels: stable 4800");
	const list = await runRelease("list", `--repository=${repository}`);
	expect(list.text.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
		["RELEASE", "/USR", "SELECTOR", "RESCUE", "OFFERED BY"],
		["4801", "80 KiB", "4801", "4801", "withdrawn"],
		["4800", "80 KiB", "4800", "4800", "stable"],
	]);
});

test("the same again changes nothing, and other bits of a version are refused", async () => {
	await change("publish", build("4800"));
	const before = files();
	const again = await change("publish", build("4800", "again"));
	expect(again.text).toContain("release 4800 is there already\nnothing to do: root 1, targets 2");
	expect(files()).toEqual(before);
	const error = await errorOf(() => change("publish", build("4800", "other", "4801")));
	expect(error.code).toBe("release-differs");
	expect(files()).toEqual(before);
});

test("rows of the indexes are published as well, and kept whole like everything else", async () => {
	await change("publish", build("4800"));
	const names = files().map((name) => name.replace(/[0-9a-f]{64}\./, ""));
	expect(names.filter((name) => name.endsWith(".rows.caibx")).sort()).toEqual([
		"targets/releases/4800/boot.rows.caibx",
		"targets/releases/4800/usr.rows.caibx",
		"targets/releases/4800/verity.rows.caibx",
	]);
	const reader = node();
	await reader.refresh();
	const release = await reader.release("4800");
	expect(await reader.rows(release, "selector")).toBeUndefined();
	const verify = (...flags: readonly string[]) =>
		runRelease("verify", `--repository=${repository}`, ...flags);
	for (const name of ["boot.rows.caibx", "usr.rows.caibx", "verity.rows.caibx"]) {
		const path = join(repository, files().find((file) => file.endsWith(`.${name}`)) ?? "");
		const bytes = readFileSync(path);
		const [chunk] = parseChunkIndex(bytes).chunks;
		rmSync(join(repository, chunkFolder, chunkPath(chunk?.id ?? "")));
		expect((await errorOf(verify)).message).toContain(`${chunk?.id}.cacnk`);
		await verify("--quick");
		await change("publish", join(directory, "out/4800"));
		await verify();
		writeFileSync(path, "x");
		expect((await errorOf(() => verify("--quick"))).code).toBe("repository-mixed");
		writeFileSync(path, bytes);
	}
});

test("a lost or damaged chunk is found by verify, and put back by publish", async () => {
	await change("publish", build("4800"));
	const chunks = files().filter((name) => name.endsWith(".cacnk"));
	const [lost = "", damaged = ""] = chunks;
	rmSync(join(repository, lost));
	const verify = () => runRelease("verify", `--repository=${repository}`);
	expect((await errorOf(verify)).message).toContain(lost);
	await change("publish", join(directory, "out/4800"));
	await verify();
	writeFileSync(join(repository, damaged), "x");
	expect((await errorOf(verify)).code).toBe("chunk-invalid");
	await change("publish", join(directory, "out/4800"));
	await verify();
	expect((await runRelease("verify", `--repository=${repository}`, "--quick")).text).toContain(
		"chunks not read",
	);
});

test("programs keep the version of the release in which their bits appeared", async () => {
	await change("publish", build("4800"));
	await change("publish", build("4801", "4801", "4800"));
	const reader = node();
	await reader.refresh();
	expect((await reader.release("4801")).programs.selector.version).toBe("4800");
	expect((await reader.release("4801")).version).toBe("4801");
});

test("a dry run writes nothing", async () => {
	const before = files();
	const run = await change("publish", build("4800"), "--dry-run");
	expect(run.text).toContain("nothing is written; it would be: root 1, targets 2");
	expect(files()).toEqual(before);
});

test("a damaged release, and one that nobody signed, is not published", async () => {
	const path = build("4800");
	const usr = join(path, "release/usr.zst");
	writeFileSync(usr, readFileSync(join(build("4801"), "release/usr.zst")));
	expect((await errorOf(() => change("publish", path))).code).toBe("release-damaged");
	writeFileSync(join(path, "SHA256SUMS"), "");
	expect((await errorOf(() => change("publish", path))).code).toBe("release-signature");
	expect((await errorOf(() => change("promote", "4800", "--channel=beta"))).code).toBe(
		"repository-no-release",
	);
});

test("keys that are missing are missed before any work is done", async () => {
	renameSync(join(keys, "targets.pem"), join(directory, "targets.pem"));
	const error = await errorOf(() => change("publish", build("4800")));
	expect(error.message).toMatch(
		/targets metadata needs signatures by 1 of the keys \w{12} of root 1/,
	);
	expect(files().some((name) => name.endsWith("cacnk"))).toBe(false);
});

test.each(["root", "targets", "online"] as const)("keys of %s change hands twice", async (role) => {
	await change("publish", build("4800"));
	const early = node();
	await early.refresh();
	for (const [at, version] of ["4801", "4802"].entries()) {
		const before = keys;
		keys = join(directory, `keys-${at}`);
		const rotate = ["rotate-keys", `--role=${role}`, `--new-keys=${keys}`] as const;
		const old = [`--repository=${repository}`, `--keys=${before}`];
		expect((await runRelease(...rotate, ...old, "--dry-run")).text).toContain("would replace");
		await runRelease(...rotate, ...old);
		for (const file of readdirSync(before)) {
			if (!file.startsWith(role)) {
				renameSync(join(before, file), join(keys, file));
			}
		}
		await change("publish", build(version));
		await change("promote", version, "--channel=stable");
		const denied = await errorOf(() => runRelease("renew", `--role=${role}`, ...old));
		expect(denied.code).toBe("release-keys");
	}
	expect((await early.refresh()).versions.root).toBe(3);
	expect((await early.channel("stable")).release).toBe("4802");
	rmSync(join(directory, "state"), { recursive: true });
	expect((await node().refresh()).versions.root).toBe(3);
});

test.each(["targets", "online"])(
	"renew finishes a rotation of %s that was cut off",
	async (role) => {
		await change("publish", build("4800"));
		const cut = join(directory, "cut");
		cpSync(repository, cut, { recursive: true });
		const fresh = join(directory, "fresh");
		await change("rotate-keys", `--role=${role}`, `--new-keys=${fresh}`);
		const root = "metadata/2.root.json"; // as a rotation without the old keys leaves it
		cpSync(join(repository, root), join(cut, root));
		const verify = () => runRelease("verify", `--repository=${cut}`);
		expect((await errorOf(verify)).code).toBe("repository-signature");
		await runRelease("renew", `--repository=${cut}`, `--keys=${keys},${fresh}`);
		expect((await verify()).text).toContain("is whole");
	},
);

test("root keys come from several sticks, and one alone can be replaced", async () => {
	const sticks = ["a", "b"].map((name) => join(directory, name));
	for (const [at, stick] of sticks.entries()) {
		mkdirSync(stick);
		renameSync(join(keys, `root-${at + 1}.pem`), join(stick, "mine.pem"));
	}
	rmSync(join(keys, "root-3.pem"));
	const alone = await errorOf(() => change("renew", "--role=root", `--keys=${sticks[0]}`));
	expect(alone.message).toContain("root metadata needs signatures by 2 of the keys");
	const all = sticks.map((stick) => `--keys=${stick}`);
	expect((await change("renew", "--role=root", ...all)).text).toContain("root 2, targets 1");
	const rootOf = (version: number) =>
		JSON.parse(readFileSync(join(repository, `metadata/${version}.root.json`), "utf8"));
	const root = rootOf(2);
	const [, , third] = root.signed.roles.root.keyids;
	const fresh = join(directory, "fresh");
	const words = [`--replace=${third}`, `--new-keys=${fresh}`, ...all];
	await change("rotate-keys", "--role=root", ...words);
	expect(readdirSync(fresh)).toEqual(["root-3-1.pem"]);
	const next = JSON.parse(readFileSync(join(repository, "metadata/3.root.json"), "utf8"));
	expect(next.signed.roles.root.keyids.slice(0, 2)).toEqual(
		root.signed.roles.root.keyids.slice(0, 2),
	);
	expect((await node().refresh()).versions.root).toBe(3);
});

test("two publishers at once: the later one is told", async () => {
	const unlock = new RepositoryDirectory(repository).lock();
	try {
		expect((await errorOf(() => change("renew"))).code).toBe("release-busy");
	} finally {
		unlock();
	}
	await change("renew");
});
