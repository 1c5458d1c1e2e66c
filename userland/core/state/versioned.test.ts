import fc from "fast-check";
import { expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import {
	nameOfFormat,
	readState,
	type StateFile,
	type StateFormat,
	stateFiles,
} from "./versioned.ts";

/** What a release of the third generation remembers; the first knew the pin only. */
interface Memory {
	readonly pin: string;
	readonly hold: string;
	readonly groups: readonly string[];
}

/** The formats of three generations; each has more than the one before. */
const fields = [["pin"], ["pin", "hold"], ["pin", "hold", "groups"]] as const;
const absent: Memory = { pin: "", hold: "", groups: [] };

function formatOf(number: 1 | 2 | 3): StateFormat<Memory> {
	const known: readonly string[] = fields[number - 1] ?? [];
	return {
		number,
		parse: (text, place) => {
			const { format, revision, ...rest } = JSON.parse(text);
			if (format !== number) {
				throw new SomaError({ code: "state-invalid", message: `${place} has format ${format}` });
			}
			return { revision, value: { ...absent, ...rest } };
		},
		format: ({ revision, value }) => {
			const kept = Object.entries(value).filter(([key]) => known.includes(key));
			return JSON.stringify({ format: number, revision, ...Object.fromEntries(kept) });
		},
	};
}

const generation = (number: 1 | 2 | 3): StateFile<Memory> => ({
	name: "state",
	formats: ([1, 2, 3] as const).slice(0, number).map(formatOf),
});

type Disk = Map<string, string>;

function remember(disk: Disk, release: StateFile<Memory>, value: Memory, writes?: number): void {
	const { newest } = readState(release, (name) => disk.get(name));
	const files = stateFiles(release, { revision: (newest?.revision ?? 0) + 1, value });
	for (const { name, text } of files.slice(0, writes)) {
		disk.set(name, text);
	}
}

function recall(disk: Disk, release: StateFile<Memory>): Memory | undefined {
	return readState(release, (name) => disk.get(name)).newest?.value;
}

/** What a release of that generation can remember of a value. */
function known(value: Memory, number: 1 | 2 | 3): Memory {
	const kept: readonly string[] = fields[number - 1] ?? [];
	const rest = Object.entries(value).filter(([key]) => kept.includes(key));
	return { ...absent, ...Object.fromEntries(rest) };
}

const value = fc.record({
	pin: fc.string(),
	hold: fc.string(),
	groups: fc.array(fc.string(), { maxLength: 3 }),
});
const number = fc.constantFrom(1 as const, 2 as const, 3 as const);

test("forward and back, each release reads what was written last, as far as both know it", () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(number, value), { minLength: 1 }), number, (writes, reader) => {
			const disk: Disk = new Map();
			for (const [writer, written] of writes) {
				remember(disk, generation(writer), written);
			}
			const [writer, written] = writes.at(-1) ?? [1, absent];
			const both = Math.min(writer, reader) as 1 | 2 | 3;
			expect(recall(disk, generation(reader))).toEqual(known(written, both));
		}),
	);
});

test("a power cut between the files leaves only older releases a step behind", () => {
	fc.assert(
		fc.property(value, value, fc.integer({ min: 0, max: 3 }), (before, after, writes) => {
			const disk: Disk = new Map();
			remember(disk, generation(3), before);
			remember(disk, generation(3), after, writes);
			expect(recall(disk, generation(3))).toEqual(writes === 0 ? before : after);
			expect(recall(disk, generation(1))).toEqual(known(writes === 3 ? after : before, 1));
		}),
	);
});

test("a broken file is named, and the others are read", () => {
	const disk: Disk = new Map();
	remember(disk, generation(2), { ...absent, pin: "4800" });
	disk.set(nameOfFormat({ name: "state" }, 2), '{"format": 7}');
	const found = readState(generation(2), (name) => disk.get(name));
	expect(found.newest?.value.pin).toBe("4800");
	expect(found.broken).toEqual([{ name: "state.2.json", problem: "state.2.json has format 7" }]);
});
