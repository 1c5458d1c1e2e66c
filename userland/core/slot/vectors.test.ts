import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../lib/bytes.ts";
import { parseBootHeader } from "../boot/header.ts";
import { formatBootRecord, parseBootRecord, recordRepairs } from "../boot/record.ts";
import { compareVersions } from "../boot/version.ts";
import { type SlotName, slotPartitionUuids } from "../disk-layout.ts";
import { placesOf } from "../gpt/geometry.ts";
import { guidToBytes } from "../gpt/guid.ts";
import {
	countStart,
	emptyAttributes,
	isEligible,
	readSlotAttributes,
	type SlotAttributes,
	writeSlotAttributes,
} from "./attributes.ts";
import { lastStateLba } from "./repair.ts";
import { select, selectReasons } from "./select.ts";

/** The file that the selector's C host test runs too: both languages obey the same rows. */
interface Vectors {
	readonly reasons: Readonly<Record<string, number>>;
	readonly attributes: readonly (SlotAttributes & {
		readonly raw: string;
		readonly eligible: boolean;
	})[];
	readonly select: readonly {
		readonly name: string;
		readonly slots: readonly [string, string];
		readonly writable: boolean;
		readonly rescueRequested: boolean;
		readonly failed: readonly SlotName[];
		readonly expect: {
			readonly slot: string;
			readonly reason: string;
			readonly after: readonly [string, string];
		};
	}[];
	readonly versions: readonly {
		readonly left: string;
		readonly right: string;
		readonly order?: number;
	}[];
	readonly change: readonly {
		readonly operation: "count" | "mark-good" | "clear";
		readonly name: string;
		readonly raw: string;
		readonly expect: string;
	}[];
	readonly rootHash: readonly Readonly<
		Record<"rootHash" | "usr" | "verity" | "usrOnDisk" | "verityOnDisk", string>
	>[];
	readonly grow: readonly {
		readonly name: string;
		readonly blockSize: number;
		readonly blocks: number;
		readonly lastUsable: number;
		readonly stateEnd: number;
	}[];
	readonly record: readonly {
		readonly name: string;
		readonly valid: boolean;
		readonly hex: string;
		readonly fields?: Readonly<Record<string, unknown>>;
	}[];
	readonly bootHeader: readonly {
		readonly name: string;
		readonly partitionBytes: number;
		readonly valid: boolean;
		readonly problem?: string;
		readonly hex: string;
		readonly fields?: Readonly<Record<string, unknown>>;
	}[];
}

const file = join(import.meta.dirname, "../../../image/boot-selector/vectors.json");
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

test("the codes of the reasons are the selector's", () => {
	expect(vectors.reasons).toEqual(selectReasons);
});

test.each(vectors.attributes)("attributes $raw", ({ raw, eligible, ...fields }) => {
	const slot = readSlotAttributes(BigInt(raw));
	expect(slot).toEqual(fields);
	expect(isEligible(slot)).toBe(eligible);
	expect(writeSlotAttributes(BigInt(raw), slot)).toBe(BigInt(raw));
});

test.each(vectors.select)("select: $name", (row) => {
	const chosen = select({
		raw: { A: BigInt(row.slots[0]), B: BigInt(row.slots[1]) },
		writable: row.writable,
		failed: row.failed,
		rescueRequested: row.rescueRequested,
	});
	expect({
		slot: chosen.slot,
		reason: chosen.reason,
		after: [formatRaw(chosen.after.A), formatRaw(chosen.after.B)],
	}).toEqual(row.expect);
});

test.each(vectors.change)("$operation: $name", ({ operation, raw, expect: expected }) => {
	const slot = readSlotAttributes(BigInt(raw));
	const after = {
		count: countStart(slot),
		"mark-good": { ...slot, successful: true, tries: 0, unproven: 0 },
		clear: emptyAttributes,
	}[operation];
	expect(formatRaw(writeSlotAttributes(BigInt(raw), after))).toBe(expected);
});

test.each(vectors.rootHash)("partition UUIDs of root hash $rootHash", (row) => {
	const uuids = slotPartitionUuids(row.rootHash);
	expect(uuids).toEqual({ usr: row.usr, verity: row.verity });
	expect(toHex(guidToBytes(uuids.usr))).toBe(row.usrOnDisk);
	expect(toHex(guidToBytes(uuids.verity))).toBe(row.verityOnDisk);
});

test.each(vectors.grow)("grow: $name", ({ blockSize, blocks, lastUsable, stateEnd }) => {
	const geometry = { diskSizeBytes: blocks * blockSize, blockSizeBytes: blockSize };
	expect(placesOf(geometry).lastUsableLba).toBe(lastUsable);
	expect(lastStateLba(geometry)).toBe(stateEnd);
});

test.each(vectors.record)("record: $name", ({ valid, hex, fields }) => {
	const record = parseBootRecord(bytesOf(hex));
	if (!valid || "problem" in record) {
		expect(valid).toBe(!("problem" in record));
		return;
	}
	expect({
		...record,
		before: [formatRaw(record.before.A), formatRaw(record.before.B)],
		after: [formatRaw(record.after.A), formatRaw(record.after.B)],
		repairs: record.repairs.reduce((bits, name) => bits | recordRepairs[name], 0),
	}).toEqual(fields);
	expect(toHex(formatBootRecord(record))).toBe(hex);
});

test.each(vectors.bootHeader)("boot header: $name", (row) => {
	const header = parseBootHeader(bytesOf(row.hex), row.partitionBytes);
	expect(header).toEqual(row.valid ? row.fields : { problem: row.problem });
});

function bytesOf(hex: string): Uint8Array {
	const bytes = fromHex(hex);
	if (bytes === undefined) {
		throw new Error(`vectors.json: not hexadecimal: ${hex}`);
	}
	return bytes;
}

function formatRaw(raw: bigint): string {
	return `0x${raw.toString(16).padStart(16, "0")}`;
}

test.each(vectors.versions)("versions $left and $right", ({ left, right, order }) => {
	expect(compareVersions(left, right)).toBe(order);
});
