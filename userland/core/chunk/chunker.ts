import { assert } from "../../lib/assert.ts";
import { buzhashTable } from "./buzhash-table.ts";
import { type ChunkSizes, problemOfSizes, windowBytes } from "./sizes.ts";

/**
 * Cuts a stream of bytes where its content says so, exactly as casync does: a chunk ends behind the
 * first window of 48 bytes, `minBytes` or more behind its start, whose buzhash is one less than a
 * multiple of the discriminator, or when it has `maxBytes`. Needs memory for four greatest chunks.
 */
export class Chunker {
	readonly #sizes: ChunkSizes;
	readonly #test: CutTest;
	readonly #buffer: Uint8Array;
	/** Where the chunk that is being cut starts in the buffer, and where its bytes end so far. */
	#start = 0;
	#end = 0;
	/** How many bytes of this chunk went by without a cut, and the hash of the window there. */
	#seen = 0;
	#hash = 0;

	constructor(sizes: ChunkSizes) {
		const problem = problemOfSizes(sizes);
		assert(problem === undefined, problem ?? "");
		this.#sizes = sizes;
		this.#test = cutTestOf(discriminatorOf(sizes));
		this.#buffer = new Uint8Array(4 * sizes.maxBytes);
	}

	/**
	 * Takes the next bytes and gives the chunks that they end; go through all of them. A chunk is
	 * valid until the next one is asked for.
	 */
	*push(piece: Uint8Array): Generator<Uint8Array> {
		for (let taken = 0; taken < piece.length; ) {
			taken += this.#take(piece.subarray(taken));
			for (let length = this.#cut(); length > 0; length = this.#cut()) {
				this.#start += length;
				yield this.#buffer.subarray(this.#start - length, this.#start);
			}
		}
	}

	/** The chunk behind the last cut, when there is one. Nothing may be pushed afterwards. */
	end(): Uint8Array | undefined {
		const rest = this.#buffer.subarray(this.#start, this.#end);
		return rest.length === 0 ? undefined : rest;
	}

	/** Copies as much as there is room for, and says how much. */
	#take(piece: Uint8Array): number {
		if (this.#end === this.#buffer.length) {
			this.#buffer.copyWithin(0, this.#start, this.#end);
			this.#end -= this.#start;
			this.#start = 0;
		}
		const length = Math.min(piece.length, this.#buffer.length - this.#end);
		this.#buffer.set(piece.subarray(0, length), this.#end);
		this.#end += length;
		return length;
	}

	/** The length of the chunk at the start of the buffer, or 0 while its end is not there yet. */
	#cut(): number {
		const { minBytes, maxBytes } = this.#sizes;
		const bytes = this.#buffer.subarray(this.#start, this.#end);
		if (bytes.length < minBytes) {
			return 0;
		}
		let found = false;
		if (this.#seen === 0) {
			this.#hash = hashOf(bytes.subarray(minBytes - windowBytes, minBytes));
			this.#seen = minBytes;
			found = (this.#hash >>> 0) % this.#test.discriminator === this.#test.discriminator - 1;
		}
		if (found || this.#scan(bytes, Math.min(bytes.length, maxBytes)) || this.#seen === maxBytes) {
			const length = this.#seen;
			this.#seen = 0;
			return length;
		}
		return 0;
	}

	/** Goes on to the first cut, or to the limit, and says whether it found one. */
	#scan(bytes: Uint8Array, limit: number): boolean {
		const { discriminator, inverse, shift, greatest } = this.#test;
		let hash = this.#hash;
		let at = this.#seen;
		let found = false;
		while (at < limit && !found) {
			// casts: the places are within the arrays, and a default would cost time at each byte
			const leaving = leavingTable[bytes[at - windowBytes] as number] as number;
			const entering = buzhashTable[bytes[at] as number] as number;
			hash = rotate(hash, 1) ^ leaving ^ entering;
			at += 1;
			const product = Math.imul((hash + 1) | 0, inverse);
			if ((rotate(product, 32 - shift) ^ signBit) <= greatest) {
				found = (hash >>> 0) % discriminator === discriminator - 1;
			}
		}
		this.#hash = hash;
		this.#seen = at;
		return found;
	}
}

/** A byte that leaves the window was rotated once for each byte of it. */
const leavingTable: Int32Array = buzhashTable.map((word) => rotate(word, windowBytes % 32));

const signBit = -0x80000000;

function rotate(word: number, bits: number): number {
	return (word << bits) | (word >>> (32 - bits));
}

function hashOf(window: Uint8Array): number {
	return window.reduce((hash, byte) => rotate(hash, 1) ^ (buzhashTable[byte] as number), 0);
}

/**
 * By what the hash is divided so that chunks get the average size: casync's formula, fitted to
 * `minBytes` and `maxBytes` of a quarter and four times the average.
 */
function discriminatorOf({ minBytes, averageBytes, maxBytes }: ChunkSizes): number {
	const fitted = Math.trunc(averageBytes / (-1.42888852e-7 * averageBytes + 1.33237515));
	return Math.min(Math.max(fitted, minBytes), maxBytes);
}

/** Divisibility without a division, which would take most of the time. */
interface CutTest {
	readonly discriminator: number;
	/** Of the odd factor, modulo 2^32. */
	readonly inverse: number;
	/** The power of two in the discriminator. */
	readonly shift: number;
	/** Multiples are at most this after the multiplication and rotation; with the sign flipped. */
	readonly greatest: number;
}

/**
 * A number divides exactly when its product with the inverse of the odd factor, rotated by the
 * power of two, is at most (2^32 - 1) / discriminator (Granlund and Montgomery 1994, section 9).
 */
function cutTestOf(discriminator: number): CutTest {
	const shift = 31 - Math.clz32(discriminator & -discriminator);
	const odd = discriminator >>> shift;
	let inverse = odd; // right in three bits, and each step doubles them
	for (let step = 0; step < 4; step++) {
		inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
	}
	const greatest = Math.floor(0xffffffff / discriminator) ^ signBit;
	return { discriminator, inverse, shift, greatest };
}
