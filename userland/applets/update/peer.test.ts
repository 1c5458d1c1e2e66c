import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { type Chunk, type ChunkIndex, formatChunkIndex } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { slotParts } from "../../core/release/manifest.ts";
import { formatChannel } from "../../core/repository/channel.ts";
import { chunkFolder, releaseTarget, targetPath } from "../../core/repository/paths.ts";
import { formatRelease } from "../../core/repository/release.ts";
import { wavePresets } from "../../core/wave/policy.ts";
import { decodeChunk, sha256Of } from "../../system/chunk-store.ts";
import { cutRows } from "../../system/repository/index-rows.ts";
import { openRepositorySource, type RepositorySource } from "../../system/repository/source.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { updateFiles } from "../../system/update/files.ts";
import { type ChannelRepository, channelRepository } from "../../system/update/repository.ts";
import { openShare } from "../../system/update/share.ts";
import { simulatedNode } from "../../testing/simulated-node.ts";
import { type SimulatedRelease, simulatedRelease } from "../../testing/simulated-release.ts";
import { TestRepository, testNowMs } from "../../testing/test-repository.ts";
import { advance } from "./advance.ts";
import { keepChannel } from "./agent.ts";

const directory = mkdtempSync(join(tmpdir(), "soma-peer-"));
afterAll(() => rmSync(directory, { recursive: true }));

const [first, second] = ["1", "2"].map(simulatedRelease) as [SimulatedRelease, SimulatedRelease];

/** A repository in a folder that offers the second release. */
function publish(): TestRepository {
	const published = new TestRepository(join(directory, "published"));
	const stable = {
		channel: "stable",
		release: second.name.version,
		promotedAtSeconds: 1,
		wave: wavePresets.immediate,
		withdrawn: [],
	} as const;
	published.put({ "channels/stable.json": formatChannel(stable) });
	for (const { name, described, store } of [first, second]) {
		const folder = `releases/${name.version}`;
		published.put({ [`${folder}/release.json`]: formatRelease(described.description) });
		for (const part of slotParts) {
			published.put({ [`${folder}/${part}.caibx`]: formatChunkIndex(described.indexes[part]) });
		}
		for (const part of ["boot", "usr"] as const) {
			published.put({ [`${folder}/${part}.rows.caibx`]: rowsOf(described.indexes[part]).index });
		}
		for (const [id, bytes] of store) {
			const path = join(published.directory, chunkFolder, chunkPath(id));
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, bytes);
		}
	}
	return published;
}

/** The index of the rows of an index, and their chunks. */
function rowsOf(index: ChunkIndex) {
	const chunks: Chunk[] = [];
	const rows = cutRows(index, (chunk) => chunks.push(chunk));
	return { index: formatChunkIndex(rows), chunks };
}

function reading(name: string, published: TestRepository, source: RepositorySource) {
	const files = updateFiles(join(directory, name));
	const repository: ChannelRepository = channelRepository({
		trusted: () =>
			new TrustedRepository({
				sources: [source],
				baseRoot: Buffer.from(published.firstRoot),
				stateDirectory: join(directory, name, "metadata"),
				scratchDirectory: join(directory, `${name}-scratch`),
				clock: () => ({ nowMs: testNowMs, isSynchronised: true, epochMs: 0 }),
			}),
		servers: [source],
		neighbours: [],
		channel: "stable",
		onChannel: (channel) => keepChannel(files, channel),
		bytesPerSecond: undefined,
		sleep: async () => {},
		nowMs: () => 0,
		log: () => {},
	});
	return { files, repository };
}

test("a node that took a release is a copy of the repository for its neighbours", async () => {
	const published = publish();
	const node = simulatedNode(first, [first, second], seededNumbers(1));
	await node.boot();
	await node.prove();
	const one = reading("one", published, openRepositorySource(published.directory));
	const ports = { ...node.ports, files: one.files, repository: one.repository };
	const order = { now: true, forced: false, check: true, restart: true };
	expect((await advance(ports, order)).because).toBe("restarting");
	expect(await node.boot()).toMatchObject({ release: { name: second.name } });
	await node.prove();
	await advance(ports, { ...order, check: false }); // which tidies up
	expect(one.files.list("chunks")).toEqual([]);
	writeFileSync(join(directory, "root.json"), published.firstRoot);
	const share = openShare({
		files: one.files,
		disk: node.disk,
		baseRoot: join(directory, "root.json"),
		slots: async () => ({ A: first.name.rootHash, B: second.name.rootHash }),
	});
	const source: RepositorySource = { place: "a neighbour", read: (path) => share.read(path) };
	const two = reading("two", published, source);
	expect((await two.repository.refresh(undefined)).release).toEqual(second.name);
	const described = await two.repository.describe("2");
	expect(described).toEqual(second.described);
	for (const part of slotParts) {
		for (const chunk of described.indexes[part].chunks) {
			const bytes = decodeChunk(await two.repository.fetchChunk(chunk), chunk);
			const { offsetBytes, lengthBytes } = chunk;
			expect(Buffer.from(bytes)).toEqual(
				Buffer.from(second.contents[part].subarray(offsetBytes, offsetBytes + lengthBytes)),
			);
		}
	}
	for (const part of ["boot", "usr"] as const) {
		const { index, chunks } = rowsOf(second.described.indexes[part]);
		const name = releaseTarget(second.name.version, `${part}.rows.caibx`);
		expect(await share.read(targetPath(name, sha256Of(index)))).toEqual(index);
		expect(await share.read(targetPath(name, "0".repeat(64)))).toBeUndefined();
		expect(chunks.length).toBeGreaterThan(0);
		for (const chunk of chunks) {
			decodeChunk(await two.repository.fetchChunk(chunk), chunk);
		}
	}
	expect(await share.read("metadata/9.snapshot.json")).toBeUndefined();
	expect(await share.read("state.1.json")).toBeUndefined();
	expect(await share.read("metadata/../state.1.json")).toBeUndefined();
});
