import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Chunk, type ChunkIndex, formatChunkIndex } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import { formatRelease } from "../../core/repository/release.ts";
import type { SlotIndexes } from "../../core/update/assembly.ts";
import { indexOf } from "../../testing/seeded-index.ts";
import { TestRepository, testNowMs } from "../../testing/test-repository.ts";
import { encodeChunk, sha256Of, writeChunk } from "../chunk-store.ts";
import { cutRows } from "../repository/index-rows.ts";
import { openRepositorySource, type RepositorySource } from "../repository/source.ts";
import { TrustedRepository } from "../repository/trusted-repository.ts";
import { channelRepository } from "./repository.ts";

let directory: string;
let published: TestRepository;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-update-repository-"));
	published = new TestRepository(join(directory, "published"));
	published.put({ "releases/2/release.json": release });
	published.put({ "releases/2/boot.caibx": formatChunkIndex(young.boot) });
	published.put({ "releases/2/usr.caibx": formatChunkIndex(young.usr) });
	published.put({ "releases/2/verity.caibx": formatChunkIndex(young.verity) });
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

const all = Array.from({ length: 3000 }, (_, at) => at);
const tree = indexOf([7]);
const old = { boot: indexOf(all.slice(0, 400)), usr: indexOf(all), verity: tree };
const young = {
	boot: old.boot,
	usr: indexOf([...all.slice(0, 900), 9001, ...all.slice(901)]),
	verity: tree,
};

const contentOf = (part: keyof typeof young) => ({
	index: `${part}.caibx`,
	sizeBytes: young[part].lengthBytes,
	sha256: "a".repeat(64),
});
const program = { index: "program.caibx", sizeBytes: 1, sha256: "0".repeat(64), version: "2" };
const release = formatRelease({
	version: "2",
	rootHash: "b".repeat(64),
	epochSeconds: 1_795_000_000,
	parts: { boot: contentOf("boot"), usr: contentOf("usr"), verity: contentOf("verity") },
	programs: { selector: program, rescue: program },
});

/** Publishes rows of an index, and gives the paths of their chunks. */
function putRows(part: "boot" | "usr", index: ChunkIndex): readonly string[] {
	const paths: string[] = [];
	const rows = cutRows(index, (chunk, bytes) => {
		writeChunk(join(published.directory, chunkFolder), chunk, bytes);
		paths.push(`${chunkFolder}/${chunkPath(chunk.id)}`);
	});
	published.put({ [`releases/2/${part}.rows.caibx`]: formatChunkIndex(rows) });
	return paths;
}

/** A node that reads the release, and what it fetched for that beside metadata. */
async function describeOn(here: readonly SlotIndexes[], more: readonly RepositorySource[] = []) {
	const asked: string[] = [];
	let fetchedBytes = 0;
	const folder = openRepositorySource(published.directory);
	const source: RepositorySource = {
		place: folder.place,
		read: async (path, bounds) => {
			const bytes = await folder.read(path, bounds);
			if (!path.startsWith("metadata/") && !path.endsWith(".json")) {
				asked.push(path.replace(/[0-9a-f]{64}\./, "").replace(/^.*\//, ""));
				fetchedBytes += bytes?.length ?? 0;
			}
			return bytes;
		},
	};
	const repository = channelRepository({
		trusted: () =>
			new TrustedRepository({
				sources: [source],
				baseRoot: Buffer.from(published.firstRoot),
				stateDirectory: join(directory, "state"),
				scratchDirectory: join(directory, "scratch"),
				clock: () => ({ nowMs: testNowMs, isSynchronised: true, epochMs: 0 }),
			}),
		servers: [source],
		neighbours: more,
		channel: "stable",
		onChannel: () => {},
		bytesPerSecond: undefined,
		sleep: () => Promise.reject(new Error("nobody waits for rows")),
		nowMs: () => 0,
		log: () => {},
	});
	const { indexes } = await repository.describe("2", here);
	expect(indexes).toEqual(young);
	return { asked, fetchedBytes };
}

const wholeBytes = formatChunkIndex(young.boot).length + formatChunkIndex(young.usr).length;

test("a node that has an index fetches the rows that differ, one without the whole", async () => {
	putRows("boot", young.boot);
	putRows("usr", young.usr);
	const first = await describeOn([]);
	expect(first.asked).toEqual(["boot.caibx", "usr.caibx", "verity.caibx"]);
	const next = await describeOn([{}, old]);
	expect(next.asked.filter((name) => !name.endsWith("cacnk"))).toEqual([
		"boot.rows.caibx",
		"usr.rows.caibx",
		"verity.caibx",
	]);
	expect(next.asked.length).toBeLessThan(7);
	expect(next.fetchedBytes).toBeLessThan(wholeBytes / 10);
	process.stdout.write(`index: ${first.fetchedBytes} bytes whole, ${next.fetchedBytes} as rows\n`);
});

test("a neighbour that has a row is asked first, and one that lies does no harm", async () => {
	putRows("usr", young.usr);
	const folder = openRepositorySource(published.directory);
	const had: string[] = [];
	const neighbour = {
		...folder,
		read: (path: string, bounds: { maxBytes: number }) => {
			had.push(path);
			return folder.read(path, bounds);
		},
	};
	const { asked } = await describeOn([old], [neighbour]);
	expect(had.length).toBeGreaterThan(0);
	expect(asked.filter((name) => name.endsWith("cacnk"))).toEqual([]);
	const liar = { place: "liar", read: async () => encodeChunk(new Uint8Array(1000)) };
	const again = await describeOn([old], [liar]);
	expect(again.asked).not.toContain("usr.caibx");
});

test("a repository without rows, and rows of so much else that they save nothing", async () => {
	const { asked } = await describeOn([old]);
	expect(asked).toEqual(["boot.caibx", "usr.caibx", "verity.caibx"]);
	putRows("usr", young.usr);
	const strange = await describeOn([{ usr: indexOf(all.map((seed) => seed + 50_000)) }]);
	expect(strange.asked).toEqual(["boot.caibx", "usr.rows.caibx", "usr.caibx", "verity.caibx"]);
});

const notRows = "this is no index";
/** As long as the right one, its parts as well, and nearly the same. */
const other = indexOf([...all.slice(0, 900), 9901, ...all.slice(901)]);
const tooMany = Array.from({ length: 2000 }, (_, at): Chunk => {
	return { offsetBytes: 4096 * at, lengthBytes: 4096, id: "d".repeat(64) };
});
const lies: readonly (readonly [string, () => void])[] = [
	["of another release", () => void putRows("usr", old.boot)],
	["of another index of this length that is nearly the same", () => void putRows("usr", other)],
	["that are no index", () => published.put({ "releases/2/usr.rows.caibx": notRows })],
	[
		"that are cut for something else",
		() => published.put({ "releases/2/usr.rows.caibx": formatChunkIndex(young.usr) }),
	],
	[
		"that would take much memory",
		() => {
			const sizes = { minBytes: 256, averageBytes: 1024, maxBytes: 4096 };
			const bomb = { sizes, chunks: tooMany, lengthBytes: 4096 * tooMany.length };
			published.put({ "releases/2/usr.rows.caibx": formatChunkIndex(bomb) });
		},
	],
	[
		"that are longer than what they stand for",
		() => published.put({ "releases/2/usr.rows.caibx": new Uint8Array(2 * wholeBytes) }),
	],
	[
		"without their chunks",
		() => {
			putRows("usr", young.usr);
			rmSync(join(published.directory, chunkFolder), { recursive: true });
		},
	],
	["whose chunks are damaged", () => spoil(() => "x")],
	["whose chunks are others", () => spoil(() => encodeChunk(new Uint8Array(1024)))],
	["whose chunks are bombs", () => spoil(() => encodeChunk(new Uint8Array(64 * 1024 * 1024)))],
];

function spoil(change: () => string | Uint8Array): void {
	const bad = change();
	for (const path of putRows("usr", young.usr)) {
		writeFileSync(join(published.directory, path), bad);
	}
}

test.each(lies)("rows %s lead to the whole index", async (_what, publishLie) => {
	publishLie();
	const { asked } = await describeOn([old]);
	expect(asked).toContain("usr.caibx");
});

test("rows whose file is not there, or another one, lead to the whole index", async () => {
	const rows = formatChunkIndex(cutRows(young.usr, () => {}));
	putRows("usr", young.usr);
	const path = `targets/releases/2/${sha256Of(rows)}.usr.rows.caibx`;
	for (const content of [undefined, "x", rows.slice(1), rows.slice().fill(0)]) {
		rmSync(join(published.directory, path), { force: true });
		mkdirSync(dirname(join(published.directory, path)), { recursive: true });
		if (content !== undefined) {
			writeFileSync(join(published.directory, path), content);
		}
		expect((await describeOn([old])).asked).toContain("usr.caibx");
	}
});
