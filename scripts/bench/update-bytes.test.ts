import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { slotParts } from "../../userland/core/release/manifest.ts";
import { seededBytes } from "../../userland/testing/seeded-bytes.ts";
import { indexOf } from "../../userland/testing/seeded-index.ts";
import { ourBytes, ourIndexBytes, type SlotFiles } from "./update-bytes.ts";

const directory = mkdtempSync(join(tmpdir(), "soma-update-bytes-"));
afterAll(() => rmSync(directory, { recursive: true }));

const seeds = Array.from({ length: 10_000 }, (_, at) => at);
const wholeBytes = 64 + 40 * (seeds.length + 1);

test("of an index with one other chunk few bytes count, of a new one all of them", async () => {
	const before = indexOf(seeds);
	const one = indexOf(seeds.with(5000, 20_001));
	const other = indexOf(seeds.map((seed) => seed + 30_000));
	const [small, large] = [await ourIndexBytes(before, one), await ourIndexBytes(before, other)];
	expect(small).toBeLessThan(wholeBytes / 15);
	expect(large).toBeGreaterThan(wholeBytes);
	process.stdout.write(`index of ${wholeBytes} bytes: ${small}, or ${large} when all is new\n`);
});

test("between equal releases only indexes are fetched, for a byte a chunk more", async () => {
	const content = { boot: seededBytes(1, 500_000), usr: seededBytes(2, 4_000_000) };
	const files = (name: string, usr: Uint8Array): SlotFiles => {
		const bytes = { ...content, usr, verity: seededBytes(3, 30_000) };
		for (const part of slotParts) {
			writeFileSync(join(directory, `${name}.${part}`), bytes[part]);
		}
		const place = (part: string): string => join(directory, `${name}.${part}`);
		return { boot: place("boot"), usr: place("usr"), verity: place("verity") };
	};
	const before = files("before", content.usr);
	const same = await ourBytes(before, files("same", content.usr));
	expect(same.bytes).toBe(same.indexBytes);
	const changed = content.usr.slice();
	changed[2_000_000] = (changed[2_000_000] ?? 0) ^ 1;
	const after = await ourBytes(before, files("after", changed));
	const chunkBytes = after.bytes - after.indexBytes;
	expect(chunkBytes).toBeGreaterThan(4096);
	expect(chunkBytes).toBeLessThan(3 * 65_536);
	expect(after.indexBytes).toBeGreaterThan(same.indexBytes);
	expect(after.indexBytes).toBeLessThan(same.indexBytes + 4 * 4096);
});
