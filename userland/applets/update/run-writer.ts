import type { UpdateDisk } from "../../system/update/ports.ts";

/** Large pieces are what disks like. */
const pieceBytes = 1024 * 1024;
/** So often what was written is flushed: memory that waits for the disk has a bound. */
const flushEveryBytes = 32 * 1024 * 1024;

/** As many chunks are in memory at most. */
const mostAwaited = 7;

interface Awaited {
	readonly offsetBytes: number;
	readonly bytes: Promise<Uint8Array>;
}

/**
 * Gathers bytes that follow each other into large writes, in two buffers: while the disk takes one
 * the other is filled.
 */
export class RunWriter {
	readonly #disk: Pick<UpdateDisk, "write" | "flush">;
	#buffer = new Uint8Array(pieceBytes);
	#spare = new Uint8Array(pieceBytes);
	#startBytes = 0;
	#lengthBytes = 0;
	#unflushedBytes = 0;
	/** Bytes that are being made, in the order of their places. */
	readonly #awaited: Awaited[] = [];
	/** What the disk does; one thing at a time. */
	#busy: Promise<void> = Promise.resolve();

	constructor(disk: Pick<UpdateDisk, "write" | "flush">) {
		this.#disk = disk;
	}

	/** Copies bytes for a place; they need not be on the disk before {@link finish}. */
	async write(offsetBytes: number, bytes: Uint8Array): Promise<void> {
		await this.#takeAwaited(0);
		await this.#take(offsetBytes, bytes);
	}

	/** Takes bytes that are still being made, some at a time; others are made meanwhile. */
	async writeSoon(offsetBytes: number, bytes: Promise<Uint8Array>): Promise<void> {
		bytes.catch(() => {}); // whoever waits for them is told
		this.#awaited.push({ offsetBytes, bytes });
		await this.#takeAwaited(mostAwaited);
	}

	async #takeAwaited(most: number): Promise<void> {
		while (this.#awaited.length > most) {
			const first = this.#awaited.shift();
			if (first !== undefined) {
				await this.#take(first.offsetBytes, await first.bytes);
			}
		}
	}

	async #take(offsetBytes: number, bytes: Uint8Array): Promise<void> {
		if (offsetBytes !== this.#startBytes + this.#lengthBytes) {
			await this.#put();
			this.#startBytes = offsetBytes;
		}
		for (let done = 0; done < bytes.length; ) {
			const count = Math.min(bytes.length - done, pieceBytes - this.#lengthBytes);
			this.#buffer.set(bytes.subarray(done, done + count), this.#lengthBytes);
			this.#lengthBytes += count;
			done += count;
			if (this.#lengthBytes === pieceBytes) {
				await this.#put();
			}
		}
	}

	/** Everything that was taken is safe on the disk when this resolves. */
	async finish(): Promise<void> {
		await this.#takeAwaited(0);
		await this.#put();
		await this.#busy;
		await this.#disk.flush();
	}

	/** Hands the buffer to the disk, as soon as that has taken the one before. */
	async #put(): Promise<void> {
		if (this.#lengthBytes === 0) {
			return;
		}
		await this.#busy;
		const piece = this.#buffer.subarray(0, this.#lengthBytes);
		this.#busy = this.#write(this.#startBytes, piece);
		this.#busy.catch(() => {}); // whoever waits for it next is told
		[this.#buffer, this.#spare] = [this.#spare, this.#buffer];
		this.#startBytes += this.#lengthBytes;
		this.#lengthBytes = 0;
	}

	async #write(startBytes: number, piece: Uint8Array): Promise<void> {
		await this.#disk.write(startBytes, piece);
		this.#unflushedBytes += piece.length;
		if (this.#unflushedBytes >= flushEveryBytes) {
			this.#unflushedBytes = 0;
			await this.#disk.flush();
		}
	}
}
