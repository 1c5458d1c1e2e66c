import type { UpdateDisk } from "../../system/update/ports.ts";

/** Large pieces are what disks like. */
const pieceBytes = 1024 * 1024;
/** So often what was written is flushed: memory that waits for the disk has a bound. */
const flushEveryBytes = 32 * 1024 * 1024;

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
	/** What the disk does; one thing at a time. */
	#busy: Promise<void> = Promise.resolve();

	constructor(disk: Pick<UpdateDisk, "write" | "flush">) {
		this.#disk = disk;
	}

	/** Copies bytes for a place; they need not be on the disk before {@link finish}. */
	async write(offsetBytes: number, bytes: Uint8Array): Promise<void> {
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
