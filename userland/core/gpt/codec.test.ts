import fc from "fast-check";
import { expect, test } from "vitest";
import { concatBytes, toHex, viewOf } from "../../lib/bytes.ts";
import { guessBlockSize } from "./block-size.ts";
import { crc32 } from "./crc32.ts";
import { formatEntries, type Partition, parseEntries } from "./entries.ts";
import { placesOf } from "./geometry.ts";
import {
	guidFromBigEndian,
	guidFromBytes,
	guidFromRandom,
	guidToBytes,
	parseGuid,
} from "./guid.ts";
import { formatHeader, parseHeader } from "./header.ts";
import { findMbrProblem, formatProtectiveMbr } from "./mbr.ts";
import { createTable } from "./table.ts";

const guids = fc
	.uint8Array({ minLength: 16, maxLength: 16 })
	.filter((bytes) => bytes.some((byte) => byte !== 0))
	.map(guidFromBytes);

const lbas = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

const partitions: fc.Arbitrary<Partition[]> = fc.uniqueArray(
	fc.record({
		index: fc.integer({ min: 1, max: 128 }),
		type: guids,
		uuid: guids,
		firstLba: lbas,
		lastLba: lbas,
		attributes: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
		label: fc.string({ maxLength: 36, unit: "binary" }).map(cutLabel),
	}),
	{ selector: ({ index }) => index, maxLength: 128 },
);

function cutLabel(text: string): string {
	return text.replaceAll("\0", "").slice(0, 36);
}

test("crc32 gives the check value of its catalogue entry (CRC-32/ISO-HDLC)", () => {
	expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
	expect(crc32(new Uint8Array())).toBe(0);
});

test("guid: the bytes on disk of the ESP type are those of every tool", () => {
	const bytes = guidToBytes("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
	expect(toHex(bytes)).toBe("28732ac11ff8d211ba4b00a0c93ec93b");
	expect(parseGuid("C12A7328-F81F-11D2-BA4B-00A0C93EC93B")).toBe(guidFromBytes(bytes));
	expect(parseGuid("c12a7328f81f11d2ba4b00a0c93ec93b")).toBeUndefined();
});

test("guid: text and bytes are the same thing", () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
			expect(guidToBytes(guidFromBytes(bytes))).toEqual(bytes);
			expect(guidFromBigEndian(bytes).replaceAll("-", "")).toBe(toHex(bytes));
			expect(guidFromRandom(bytes)).toMatch(/^.{8}-.{4}-4.{3}-[89ab].{3}-.{12}$/);
		}),
	);
});

test("entries: what is written is what is read", () => {
	fc.assert(
		fc.property(partitions, (some) => {
			const sorted = [...some].sort((left, right) => left.index - right.index);
			expect(parseEntries(formatEntries(some))).toEqual(sorted);
		}),
	);
});

test("header: what is written is what is read", () => {
	const headers = fc.record({
		ownLba: lbas,
		alternateLba: lbas,
		firstUsableLba: lbas,
		lastUsableLba: lbas,
		diskGuid: guids,
		entriesLba: lbas,
		entriesCrc32: fc.nat({ max: 0xffffffff }),
	});
	fc.assert(
		fc.property(headers, fc.constantFrom(512, 4096), (header, blockSizeBytes) => {
			const parsed = parseHeader(formatHeader(header, blockSizeBytes), "primary header");
			expect(parsed).toMatchObject(header);
		}),
	);
});

test("header: any flipped bit is noticed and the message names the place", () => {
	const block = formatHeader(
		{
			ownLba: 1,
			alternateLba: 99,
			firstUsableLba: 34,
			lastUsableLba: 66,
			diskGuid: "5ca1ab1e-0000-4000-8000-50a605005e1f",
			entriesLba: 2,
			entriesCrc32: 1,
		},
		512,
	);
	for (let bit = 0; bit < 92 * 8; bit++) {
		const broken = block.slice();
		viewOf(broken).setUint8(bit >> 3, viewOf(broken).getUint8(bit >> 3) ^ (1 << (bit & 7)));
		expect(parseHeader(broken, "backup header")).toEqual({
			problem: expect.stringMatching(/^backup header: /),
		});
	}
	const wrong = block.slice();
	wrong.set([0x78, 0x56, 0x34, 0x12], 16);
	expect(parseHeader(wrong, "primary header")).toEqual({
		problem: expect.stringMatching(
			/^primary header: CRC32 is 0x12345678 but should be 0x[0-9a-f]{8}$/,
		),
	});
});

test("protective MBR: made ones are sound, boot code survives, damage is named", () => {
	const geometry = { diskSizeBytes: 4 * 2 ** 40, blockSizeBytes: 512 };
	const former = Uint8Array.from({ length: 512 }, (_, at) => at & 255);
	const block = formatProtectiveMbr(geometry, former);
	expect(findMbrProblem(block)).toBeUndefined();
	expect(block.subarray(0, 446)).toEqual(former.subarray(0, 446));
	expect(viewOf(block).getUint32(458, true)).toBe(0xffffffff);
	expect(findMbrProblem(former)).toMatch(/signature 55 aa is missing/);
	expect(findMbrProblem(block.with(450, 0x83))).toMatch(/no partition of type 0xee/);
});

test.each([512, 4096])(
	"the block size %i of an image is told by either header",
	(blockSizeBytes) => {
		const diskSizeBytes = 2 ** 20;
		const { head, tail } = createTable({
			diskSizeBytes,
			blockSizeBytes,
			diskGuid: "5ca1ab1e-0000-4000-8000-50a605005e1f",
			partitions: [],
		});
		const start = concatBytes([head, new Uint8Array(8192)]).subarray(0, 8192);
		const end = concatBytes([new Uint8Array(8192), tail]).slice(-8192);
		expect(guessBlockSize(start, end)).toBe(blockSizeBytes);
		expect(guessBlockSize(new Uint8Array(8192), end)).toBe(blockSizeBytes);
		expect(guessBlockSize(start, new Uint8Array(8192))).toBe(blockSizeBytes);
	},
);

test("places: both tables, and clear errors for what cannot be a disk", () => {
	expect(placesOf({ diskSizeBytes: 1000 * 512, blockSizeBytes: 512 })).toMatchObject({
		firstUsableLba: 34,
		lastUsableLba: 966,
		backupEntriesLba: 967,
		backupHeaderLba: 999,
	});
	const withSize = (diskSizeBytes: number, blockSizeBytes: number) => () =>
		placesOf({ diskSizeBytes, blockSizeBytes });
	expect(withSize(1000, 512)).toThrow(/1000 bytes, which is no multiple/);
	expect(withSize(512 * 60, 512)).toThrow(/no room for a partition table/);
	expect(withSize(1024 * 1024, 1024)).toThrow(/blocks of 1024 bytes/);
});
