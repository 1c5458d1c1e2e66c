import type { UpdateDisk } from "../../system/update/ports.ts";

/** Large pieces are what disks like. */
const pieceBytes = 1024 * 1024;
/** So often what was written is flushed: memory that waits for the disk has a bound. */
const flushEveryBytes = 32 * 1024 * 1024;

/** Gathers bytes that follow each other into large writes, in one buffer. */
export class RunWriter {
	readonly #disk: Pick<UpdateDisk, "write" | "flush">;
	readonly #buffer = new Uint8Array(pieceBytes);
	#startBytes = 0;
	#lengthBytes = 0;
	#unflushedBytes = 0;

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
		await this.#disk.flush();
	}

	async #put(): Promise<void> {
		if (this.#lengthBytes === 0) {
			return;
		}
		await this.#disk.write(this.#startBytes, this.#buffer.subarray(0, this.#lengthBytes));
		this.#startBytes += this.#lengthBytes;
		this.#unflushedBytes += this.#lengthBytes;
		this.#lengthBytes = 0;
		if (this.#unflushedBytes >= flushEveryBytes) {
			await this.#disk.flush();
			this.#unflushedBytes = 0;
		}
	}
}
