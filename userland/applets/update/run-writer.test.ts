import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { noise } from "../../testing/simulated-release.ts";
import { RunWriter } from "./run-writer.ts";

const sizeBytes = 8 * 1024 * 1024;

/** A disk that takes its time, and looks at the bytes only in the end. */
function slowDisk() {
	const content = new Uint8Array(sizeBytes);
	let writing = 0;
	let unflushed = 0;
	return {
		content,
		unflushed: () => unflushed,
		write: async (offsetBytes: number, bytes: Uint8Array) => {
			expect(++writing, "writes at a time").toBe(1);
			await Bun.sleep(0);
			content.set(bytes, offsetBytes);
			unflushed++;
			writing--;
		},
		flush: async () => {
			await Bun.sleep(0);
			unflushed = 0;
		},
	};
}

test("pieces of any size and place are on the disk in the end, flushed", async () => {
	const random = seededNumbers(1);
	const source = noise("source", 3 * 1024 * 1024);
	for (let round = 0; round < 10; round++) {
		const disk = slowDisk();
		const wanted = new Uint8Array(sizeBytes);
		const writer = new RunWriter(disk);
		const scratch = new Uint8Array(source.length);
		let at = 0;
		for (let pieces = 0; pieces < 60 && at < sizeBytes; pieces++) {
			at += random(3) === 0 ? random(1000) : 0;
			const lengthBytes = Math.min(
				1 + random(random(8) === 0 ? 3_000_000 : 40_000),
				sizeBytes - at,
			);
			const piece = scratch.subarray(0, Math.max(0, lengthBytes));
			piece.set(source.subarray(0, piece.length));
			wanted.set(piece, at);
			if (random(2) === 0) {
				await writer.write(at, piece);
			} else {
				const made = piece.slice();
				await writer.writeSoon(
					at,
					Bun.sleep(random(3)).then(() => made),
				);
			}
			scratch.fill(0); // whoever gave the bytes uses their place again
			at += piece.length;
		}
		await writer.finish();
		expect(Buffer.compare(disk.content, wanted)).toBe(0);
		expect(disk.unflushed()).toBe(0);
	}
});

test("a write that fails is told of, by the end at the latest", async () => {
	const disk = slowDisk();
	const write = async (): Promise<void> => {
		await Bun.sleep(0);
		throw new Error("the disk is gone");
	};
	const early = new RunWriter({ ...disk, write });
	await early.write(0, new Uint8Array(1024 * 1024));
	await Bun.sleep(1);
	await expect(early.finish()).rejects.toThrow("the disk is gone");
	const unmade = new RunWriter(disk);
	await unmade.writeSoon(0, Promise.reject(new Error("it cannot be made")));
	await Bun.sleep(1);
	await expect(unmade.finish()).rejects.toThrow("it cannot be made");
	const late = new RunWriter({ ...disk, write });
	await late.write(0, new Uint8Array(10));
	await expect(late.finish()).rejects.toThrow("the disk is gone");
});
