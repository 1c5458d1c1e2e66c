import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatChunkIndex, parseChunkIndex } from "../../core/chunk/index-file.ts";
import { targetPath } from "../../core/repository/paths.ts";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { serveRepository } from "../../system/repository/server.ts";
import { errorOf } from "../../testing/errors.ts";
import { newTarget } from "./published.ts";
import { runRelease } from "./testing-commands.ts";
import { TestPublisher } from "./testing-publisher.ts";

let publisher: TestPublisher;
let repository: string;

beforeEach(async () => {
	publisher = new TestPublisher();
	repository = publisher.repository;
	await publisher.change("init");
	await publisher.change("publish", publisher.build("4800"));
});

afterEach(() => {
	publisher.remove();
});

function verify() {
	return publisher.read("verify");
}

function pathOf(name: string): string {
	return join(repository, targetPath(name, publisher.entry(name).sha256));
}

test("verify reads what every index leads to, also where two are of the same bytes", async () => {
	await publisher.change("publish", publisher.build("4801", "4800"));
	expect((await verify()).text).toContain("2 releases, 5 different parts");
	const name = "releases/4801/rescue.caibx";
	const index = parseChunkIndex(readFileSync(pathOf(name)));
	const [first, ...others] = index.chunks.map((chunk) => ({ ...chunk }));
	const lost = { offsetBytes: 0, lengthBytes: 0, ...first, id: "ab".repeat(32) };
	const target = newTarget(name, formatChunkIndex({ ...index, chunks: [lost, ...others] }));
	new RepositoryDirectory(repository).write([target.file]);
	publisher.sign({ [name]: target.entry });
	const error = await errorOf(verify);
	expect(error.code).toBe("chunk-missing");
	expect(error.message).toContain("rescue of release 4801");
});

test("verify misses a root in the middle, in a folder and over HTTP", async () => {
	const fresh = join(publisher.directory, "fresh");
	await publisher.change("rotate-keys", "--role=root", `--new-keys=${fresh}`);
	publisher.keys = `${publisher.keys},${fresh}`;
	await publisher.change("renew", "--role=root,online");
	rmSync(join(repository, "metadata/2.root.json"));
	const server = serveRepository({
		directory: repository,
		hostname: "127.0.0.1",
		port: 0,
		desk: undefined,
		log: () => {},
	});
	try {
		for (const place of [repository, `http://127.0.0.1:${server.port}`]) {
			const error = await errorOf(() => runRelease("verify", `--repository=${place}`));
			expect(error.code).toBe("repository-mixed");
			expect(error.message).toContain("lacks metadata/2.root.json, and has metadata/3.root.json");
		}
	} finally {
		await server.stop();
	}
});

test("publish of the same release puts back every file of it that is lost or damaged", async () => {
	await publisher.change("publish", publisher.build("4801", "4800"));
	for (const version of ["4800", "4801"]) {
		const folder = `targets/releases/${version}`;
		const files = readdirSync(join(repository, folder));
		expect(files).toHaveLength(9);
		for (const [at, file] of files.entries()) {
			const path = join(repository, folder, file);
			const bytes = readFileSync(path);
			if (at % 2 === 0) {
				rmSync(path);
			} else {
				writeFileSync(path, "x");
			}
			const release = join(publisher.directory, "out", version);
			const dry = await publisher.change("publish", release, "--dry-run");
			expect(dry.text).toContain("; files to put back: 1\nnothing is written");
			const { text } = await publisher.change("publish", release);
			expect(text).toContain(`release ${version} is there already; files put back: 1`);
			expect(readFileSync(path)).toEqual(bytes);
		}
	}
	expect((await verify()).text).toContain("is whole");
});

test("a description that is lost is not made again of other bits", async () => {
	rmSync(pathOf("releases/4800/release.json"));
	const error = await errorOf(() => publisher.change("publish", publisher.build("4800", "4801")));
	expect(error.code).toBe("release-differs");
	expect(error.message).toContain("these bits do not give it again");
});

test("a channel whose file is lost, and a folder among the keys, are told clearly", async () => {
	await publisher.change("promote", "4800", "--channel=stable");
	const path = pathOf("channels/stable.json");
	rmSync(path);
	const lost = await errorOf(() => publisher.change("promote", "4800", "--channel=beta"));
	expect(lost.code).toBe("release-repository");
	expect(lost.message).toBe(`${path} cannot be read`);
	expect(lost.hint).toContain("take this file from another copy");
	const folder = join(publisher.keys, "x.pem");
	mkdirSync(folder);
	const keys = await errorOf(() => publisher.change("renew"));
	expect(keys.code).toBe("release-keys-unreadable");
	expect(keys.message).toBe(`${folder} gives no keys: EISDIR`);
});
