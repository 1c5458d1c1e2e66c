import { assert } from "../../userland/lib/assert.ts";
import { applyWrites, type DiskImage, putBlocks, type Write } from "./disk-image.ts";

/** How a disk may fail its writes when power goes away. */
export interface CutOptions {
	/** The unit that the disk itself writes: 512, or 4096 on 512e and 4Kn disks. */
	readonly physicalBlockBytes: 512 | 4096;
	/**
	 * `granules`: a block in flight may hold any mix of old and new 512-byte pieces, and be cut in
	 * half.
	 * `garbage`: a block in flight may also hold nonsense or zeros, even one whose content would not
	 * have changed.
	 */
	readonly tears: "granules" | "garbage";
	/** Above this many combinations between two flushes a seeded sample of this size is taken. */
	readonly maxCasesPerEpoch: number;
	readonly seed: number;
}

/** The disk that a cut left behind. */
export interface CutDisk extends DiskImage {
	/** Which flush was reached and what became of the blocks in flight, for messages. */
	readonly label: string;
	/** First logical blocks of the physical blocks that hold nonsense. */
	readonly garbageLbas: readonly number[];
}

/**
 * One physical block that is written between two flushes, and everything that it may hold after a
 * cut.
 */
interface Flight {
	readonly lba: number;
	/** The first is the old content, the second the new one if it differs, then torn ones. */
	readonly outcomes: readonly Outcome[];
}

interface Outcome {
	readonly bytes: Uint8Array;
	readonly name: string;
}

const granuleBytes = 512;

/** A small seeded generator (mulberry32): values from 0 up to, not including, `limit`. */
export function seededNumbers(seed: number): (limit: number) => number {
	let state = seed >>> 0;
	return (limit) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
	};
}

/**
 * Every disk that a power cut may leave behind while `writes` go to `initial`. Between two flushes
 * any subset of the physical blocks may be old, new (or any version in between, if it is written
 * twice) or torn; what came before a flush is safe. Exhaustive where the count allows. The first
 * image has nothing written, the last one everything.
 */
export function* replayCuts(
	initial: DiskImage,
	writes: readonly Write[],
	options: CutOptions,
): Iterable<CutDisk> {
	const random = seededNumbers(options.seed);
	let safe = initial;
	for (const [index, epoch] of splitAtFlushes(writes).entries()) {
		const flights = findFlights(safe, epoch, options, random);
		for (const choice of chooseOutcomes(flights, options, random)) {
			yield cutDisk(safe, flights, choice, index);
		}
		safe = applyWrites(safe, epoch);
	}
	yield { ...safe, label: "all written", garbageLbas: [] };
}

function splitAtFlushes(writes: readonly Write[]): Write[][] {
	const epochs: Write[][] = [[]];
	for (const write of writes) {
		if (write.kind === "flush") {
			epochs.push([]);
		} else {
			epochs.at(-1)?.push(write);
		}
	}
	return epochs.filter((epoch) => epoch.length > 0);
}

function findFlights(
	safe: DiskImage,
	epoch: readonly Write[],
	options: CutOptions,
	random: (limit: number) => number,
): Flight[] {
	const unitBlocks = Math.max(1, options.physicalBlockBytes / safe.blockSizeBytes);
	const versions = new Map<number, Uint8Array[]>();
	const now = new Map(safe.blocks);
	for (const write of epoch) {
		assert(write.kind === "write", "an epoch has no flush in it");
		const count = write.bytes.length / safe.blockSizeBytes;
		const first = Math.floor(write.lba / unitBlocks);
		const last = Math.floor((write.lba + count - 1) / unitBlocks);
		const units = Array.from({ length: last - first + 1 }, (_, at) => first + at);
		for (const unit of units.filter((candidate) => !versions.has(candidate))) {
			versions.set(unit, [unitBytes(safe, now, unit * unitBlocks, unitBlocks)]);
		}
		putBlocks(now, safe, write.lba, write.bytes);
		for (const unit of units) {
			versions.get(unit)?.push(unitBytes(safe, now, unit * unitBlocks, unitBlocks));
		}
	}
	return [...versions]
		.map(([unit, contents]) => ({
			lba: unit * unitBlocks,
			outcomes: outcomesOf(contents, options, random),
		}))
		.filter(({ outcomes }) => outcomes.length > 1);
}

function unitBytes(
	shape: DiskImage,
	blocks: ReadonlyMap<number, Uint8Array>,
	lba: number,
	count: number,
): Uint8Array {
	const present = Math.min(count, shape.blockCount - lba);
	const bytes = new Uint8Array(present * shape.blockSizeBytes);
	for (let block = 0; block < present; block++) {
		bytes.set(blocks.get(lba + block) ?? [], block * shape.blockSizeBytes);
	}
	return bytes;
}

/** Old, each later version, and the torn states in between, without repetitions. */
function outcomesOf(
	contents: readonly Uint8Array[],
	options: CutOptions,
	random: (limit: number) => number,
): Outcome[] {
	const found: Outcome[] = [];
	const add = (bytes: Uint8Array, name: string): void => {
		if (!found.some((other) => Buffer.compare(other.bytes, bytes) === 0)) {
			found.push({ bytes, name });
		}
	};
	const [old] = contents;
	const latest = contents.at(-1);
	assert(old !== undefined && latest !== undefined, "a flight has an old and a new version");
	add(old, "old");
	add(latest, "new");
	// The cache of a disk may have merged and reordered the writes to one block.
	for (const torn of tornBetween(old, latest, random)) {
		add(torn, "torn");
	}
	for (const [at, next] of contents.slice(1).entries()) {
		add(next, "between");
		for (const torn of tornBetween(contents[at] ?? old, next, random)) {
			add(torn, "torn");
		}
	}
	if (options.tears === "garbage") {
		add(
			old.map(() => random(256)),
			"garbage",
		);
		add(new Uint8Array(old.length), "zeroed");
	}
	return found;
}

/** Mixes of two versions: cut in half either way, and by granules where more than one differs. */
function tornBetween(
	from: Uint8Array,
	to: Uint8Array,
	random: (limit: number) => number,
): Uint8Array[] {
	const half = from.length / 2;
	const mix = (isNew: (at: number) => boolean): Uint8Array =>
		from.map((byte, at) => (isNew(at) ? (to[at] ?? byte) : byte));
	const torn = [mix((at) => at < half), mix((at) => at >= half)];
	const granules = Array.from({ length: from.length / granuleBytes }, (_, index) => index);
	const differing = granules.filter((index) => {
		const range = [index * granuleBytes, (index + 1) * granuleBytes] as const;
		return Buffer.compare(from.subarray(...range), to.subarray(...range)) !== 0;
	});
	// Half of each single 512-byte piece as well: not every disk writes those in one go.
	const subsets =
		differing.length <= 4
			? Array.from({ length: 2 ** differing.length }, (_, bits) => bits)
			: Array.from({ length: 16 }, () => random(2 ** differing.length));
	for (const bits of subsets) {
		const fresh = new Set(differing.filter((_, order) => (bits >> order) & 1));
		torn.push(mix((at) => fresh.has(Math.floor(at / granuleBytes))));
	}
	for (const index of differing) {
		torn.push(mix((at) => Math.floor(at / granuleBytes) === index && at % granuleBytes < 256));
	}
	return torn;
}

/** Choices of one outcome per flight: all of them, or the telling ones and a seeded sample. */
function* chooseOutcomes(
	flights: readonly Flight[],
	options: CutOptions,
	random: (limit: number) => number,
): Iterable<number[]> {
	const sizes = flights.map(({ outcomes }) => outcomes.length);
	const total = sizes.reduce((product, size) => product * size, 1);
	if (total <= options.maxCasesPerEpoch) {
		for (let index = 0; index < total; index++) {
			let rest = index;
			yield sizes.map((size) => {
				const digit = rest % size;
				rest = Math.floor(rest / size);
				return digit;
			});
		}
		return;
	}
	const seen = new Set<string>();
	let attempts = 0;
	for (const choice of sampleOutcomes(flights, random)) {
		const key = choice.join();
		if (!seen.has(key)) {
			seen.add(key);
			yield choice;
		}
		attempts++;
		if (seen.size === options.maxCasesPerEpoch || attempts > 8 * options.maxCasesPerEpoch) {
			return;
		}
	}
}

/**
 * Nothing, everything, every single deviation from both, then random mixes. Endless: the caller
 * stops.
 */
function* sampleOutcomes(
	flights: readonly Flight[],
	random: (limit: number) => number,
): Iterable<number[]> {
	const sizes = flights.map(({ outcomes }) => outcomes.length);
	const nothing: number[] = sizes.map(() => 0);
	const everything: number[] = flights.map(({ outcomes }) => (outcomes[1]?.name === "new" ? 1 : 0));
	yield nothing;
	yield everything;
	for (const [at, size] of sizes.entries()) {
		for (let outcome = 0; outcome < size; outcome++) {
			yield nothing.with(at, outcome);
			yield everything.with(at, outcome);
		}
	}
	for (;;) {
		const deviations = random(100);
		const start = random(2) === 0 ? nothing : everything;
		yield sizes.map((size, at) => (random(100) < deviations ? random(size) : (start[at] ?? 0)));
	}
}

function cutDisk(
	safe: DiskImage,
	flights: readonly Flight[],
	choice: readonly number[],
	epoch: number,
): CutDisk {
	const blocks = new Map(safe.blocks);
	const words: string[] = [];
	const garbageLbas: number[] = [];
	for (const [at, flight] of flights.entries()) {
		const outcome = flight.outcomes[choice[at] ?? 0];
		assert(outcome !== undefined, "the choice names an outcome");
		if (outcome.name !== "old") {
			putBlocks(blocks, safe, flight.lba, outcome.bytes);
			words.push(`${flight.lba} ${outcome.name}`);
		}
		if (outcome.name === "garbage" || outcome.name === "zeroed") {
			garbageLbas.push(flight.lba);
		}
	}
	return {
		...safe,
		blocks,
		label: `after flush ${epoch}: ${words.join(", ") || "nothing new"}`,
		garbageLbas,
	};
}
