import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import type { Chunk } from "../../core/chunk/index-file.ts";
import { packName } from "../../core/update/pack.ts";
import { noise } from "../../testing/simulated-release.ts";
import { type SimulatedFiles, simulatedFiles } from "../../testing/simulated-store.ts";
import { encodeChunk, sha256Of } from "../chunk-store.ts";
import { ChunkPack, PackIndex, readRecord } from "./chunk-pack.ts";

interface Sample {
	readonly chunk: Chunk;
	readonly bytes: Uint8Array;
	readonly stored: Uint8Array;
}

const samples: readonly Sample[] = Array.from({ length: 12 }, (_, at) => {
	const bytes = noise(`chunk ${at}`, 100 + 400 * (at % 4));
	const chunk = { id: sha256Of(bytes), lengthBytes: bytes.length, offsetBytes: 0 };
	return { bytes, chunk, stored: Uint8Array.from(encodeChunk(bytes)) };
});

function filesOf(seed = 1): SimulatedFiles {
	return simulatedFiles(64 * 1024 * 1024, { draw: () => {} }, seededNumbers(seed));
}

const name = `chunks/${packName}`;
const open = (files: SimulatedFiles): ChunkPack => new ChunkPack(files, "chunks");

function add(pack: ChunkPack, wanted: readonly Sample[]): void {
	for (const { chunk, stored } of wanted) {
		pack.add(chunk.id, stored);
	}
}

async function wholeOf(pack: ChunkPack): Promise<readonly Sample[]> {
	const whole = await pack.findWhole(samples.map(({ chunk }) => chunk));
	const found = samples.filter(({ chunk }) => whole.has(chunk.id));
	for (const { chunk, bytes } of samples) {
		const read = await pack.read(chunk);
		expect(read !== undefined, "what is found is read").toBe(whole.has(chunk.id));
		expect(read === undefined || Buffer.from(bytes).equals(read)).toBe(true);
	}
	return found;
}

test("what was added is there, also when the pack is opened anew", async () => {
	const files = filesOf();
	const pack = open(files);
	expect(await wholeOf(pack)).toEqual([]);
	expect(files.list("chunks")).toEqual([]);
	add(pack, samples.slice(0, 5));
	expect(await wholeOf(pack)).toEqual(samples.slice(0, 5));
	const later = open(files);
	expect(later.ids()).toEqual(new Set(samples.slice(0, 5).map(({ chunk }) => chunk.id)));
	add(later, samples.slice(5));
	expect(await wholeOf(open(files))).toEqual(samples);
});

test("a power cut leaves what was flushed, and what is added again after it counts", async () => {
	let torn = 0;
	for (let seed = 1; seed <= 1000; seed++) {
		const random = seededNumbers(seed);
		const files = filesOf(seed);
		const flushed = random(samples.length);
		const pack = open(files);
		add(pack, samples.slice(0, flushed));
		files.flush();
		add(pack, samples.slice(flushed));
		files.cut();
		for (let cuts = random(3); cuts > 0; cuts--) {
			const again = open(files);
			const left = await wholeOf(again);
			expect(left).toEqual(expect.arrayContaining(samples.slice(0, flushed)));
			torn += left.length > flushed && left.length < samples.length ? 1 : 0;
			add(
				again,
				samples.filter((one) => !left.includes(one)),
			);
			files.cut();
		}
		const last = open(files);
		const whole = await wholeOf(last);
		add(
			last,
			samples.filter((one) => !whole.includes(one)),
		);
		files.flush();
		files.cut();
		expect(await wholeOf(open(files)), `seed ${seed}`).toEqual(samples);
	}
	expect(torn).toBeGreaterThan(30);
});

test("what lies behind torn bytes never counts for what is written in their place", async () => {
	const [one, two, three] = samples as [Sample, Sample, Sample];
	const files = filesOf();
	add(open(files), [one, two, three, two]);
	const bytes = files.read(name)?.slice() ?? new Uint8Array();
	const lengthOf = ({ stored }: Sample): number => 44 + stored.length;
	bytes.fill(0, lengthOf(one), lengthOf(one) + lengthOf(two)); // the first of "two"
	bytes.fill(0, bytes.length - 10); // and the end of the second
	files.replace(name, bytes);
	const pack = open(files);
	expect(await wholeOf(pack)).toEqual([one]);
	add(pack, [two]);
	expect(await wholeOf(open(files))).toEqual([one, two]);
});

test("a head that says more than a chunk can have is no chunk", () => {
	const [one] = samples as [Sample];
	const files = filesOf();
	add(open(files), [one]);
	const bytes = files.read(name)?.slice() ?? new Uint8Array();
	new DataView(bytes.buffer).setUint32(8, 0xffffffff, true);
	files.replace(name, bytes);
	expect(open(files).ids()).toEqual(new Set());
});

test("who looks again sees what was added, and a pack that was begun anew", () => {
	const files = filesOf();
	const index = new PackIndex();
	const read = ({ chunk }: Sample): Uint8Array | undefined => {
		const file = files.openLoose(name);
		index.look(file);
		const place = index.find(chunk.id);
		return place === undefined ? undefined : readRecord(file, place, chunk.id);
	};
	const [one, two, three] = samples as [Sample, Sample, Sample];
	expect(read(one)).toBeUndefined();
	const pack = open(files);
	add(pack, [one]);
	expect(read(one)).toEqual(one.stored);
	add(pack, [two]);
	expect(read(two)).toEqual(two.stored);
	files.remove(name);
	expect(read(one)).toBeUndefined();
	add(open(files), [three, one, two]);
	expect(read(one)).toEqual(one.stored);
	files.remove(name);
	add(open(files), [...samples].reverse());
	expect(samples.map(read)).toEqual(samples.map(({ stored }) => stored));
});
