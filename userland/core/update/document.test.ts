import fc from "fast-check";
import { expect, test } from "vitest";
import { readState, stateFiles } from "../state/versioned.ts";
import { documentFile, emptyDocument, type UpdateDocument } from "./document.ts";

function textOf(value: UpdateDocument): string {
	return stateFiles(documentFile, { revision: 1, value })[0]?.text ?? "";
}

function read(text: string) {
	return readState(documentFile, () => text);
}

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const release = fc.record({ version: fc.stringMatching(/^[1-9][0-9.]{0,9}$/), rootHash: hash });
const slot = fc.constantFrom("A" as const, "B" as const);
const attempt = {
	release,
	slot,
	from: release,
	committedAtSeconds: fc.nat(),
	committedInBoot: fc.string(),
	hadNetwork: fc.boolean(),
};
const phase = fc.oneof(
	fc.constant({ kind: "idle" as const }),
	fc.record({ kind: fc.constant("fetching" as const), release }),
	fc.record({ kind: fc.constant("waiting" as const), release }),
	fc.record({ kind: fc.constant("writing" as const), release, slot, formerRootHash: hash }),
	fc.record({ kind: fc.constant("restarting" as const), ...attempt }),
	fc.record({ kind: fc.constant("proving" as const), ...attempt }),
);
const document: fc.Arbitrary<UpdateDocument> = fc.record({
	phase,
	wishes: fc.record({ pin: fc.constantFrom("4800", "4801.2") }, { requiredKeys: [] }),
	refused: fc.array(fc.record({ version: fc.constant("1"), rootHash: hash, because: fc.string() })),
	history: fc.array(
		fc.record({
			release,
			from: release,
			outcome: fc.constantFrom("good" as const, "rolled-back" as const),
			because: fc.string(),
			evidence: fc.array(fc.string()),
			committedAtSeconds: fc.nat(),
			decidedAtSeconds: fc.nat(),
			reported: fc.boolean(),
		}),
		{ maxLength: 8 },
	),
	check: fc.record({ atSeconds: fc.nat(), failures: fc.nat() }),
});

test("what was written is read again", () => {
	fc.assert(
		fc.property(document, (value) => {
			expect(read(textOf(value)).newest).toEqual({ revision: 1, value });
		}),
	);
});

test("keys of a later release are ignored", () => {
	const text = textOf(emptyDocument).replace("{", '{"later": 1,');
	expect(read(text).newest?.value).toEqual(emptyDocument);
});

test("only the latest outcomes are kept", () => {
	const entry = {
		release: { version: "1", rootHash: "a".repeat(64) },
		from: { version: "0", rootHash: "b".repeat(64) },
		outcome: "good" as const,
		because: "",
		evidence: [],
		committedAtSeconds: 1,
		decidedAtSeconds: 2,
		reported: true,
	};
	const history = Array.from({ length: 100 }, (_, at) => ({ ...entry, decidedAtSeconds: at }));
	const kept = read(textOf({ ...emptyDocument, history })).newest?.value.history ?? [];
	expect(kept).toHaveLength(64);
	expect(kept.at(-1)?.decidedAtSeconds).toBe(99);
});

test.each([
	["no JSON", "{", /^state\.1\.json is no JSON/],
	["another format", '{"format": 2}', /^state\.1\.json: format/],
	[
		"an unknown phase",
		textOf(emptyDocument).replace('"idle"', '"resting"'),
		/^state\.1\.json: phase\.kind/,
	],
])("%s is refused, and the place is named", (_name, text, message) => {
	const { newest, broken } = read(text);
	expect(newest).toBeUndefined();
	expect(broken[0]?.problem).toMatch(message);
});
