import fc from "fast-check";
import { expect, test } from "vitest";
import {
	groupOf,
	parseWavePolicy,
	reachedAfterMinutes,
	type WaveGroup,
	wavePresets,
	waveValue,
} from "./policy.ts";

const steps: fc.Arbitrary<WaveGroup["steps"]> = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 1000 })), {
		minLength: 1,
		maxLength: 8,
	})
	.map((rows) => {
		const minutes = [...new Set(rows.map(([minute]) => minute))].sort((a, b) => a - b);
		const shares = rows.map(([, share]) => share / 1000).sort((a, b) => a - b);
		return minutes.map((afterMinutes, at) => ({ afterMinutes, share: shares[at] ?? 1 }));
	});
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("what is written for a policy is read back the same, for every policy with a name", () => {
	for (const policy of Object.values(wavePresets)) {
		const text = JSON.stringify(waveValue(policy));
		expect(parseWavePolicy(JSON.parse(text), "wave")).toEqual(policy);
	}
});

test("the share of the nodes that a wave reached is its curve", () => {
	const group: WaveGroup = {
		name: "everyone",
		labels: {},
		steps: [
			{ afterMinutes: 60, share: 0.1 },
			{ afterMinutes: 120, share: 0.1 },
			{ afterMinutes: 180, share: 0.5 },
		],
	};
	expect(reachedAfterMinutes(group, 0)).toBe(60);
	expect(reachedAfterMinutes(group, 0.0999)).toBe(60);
	expect(reachedAfterMinutes(group, 0.1)).toBe(120);
	expect(reachedAfterMinutes(group, 0.3)).toBeCloseTo(150);
	expect(reachedAfterMinutes(group, 0.5)).toBeUndefined();
});

test("no place is reached before one that is in front of it, or before its step", () => {
	fc.assert(
		fc.property(steps, position, position, (rows, one, other) => {
			const group = { name: "g", labels: {}, steps: rows };
			const [front, back] = one <= other ? [one, other] : [other, one];
			const first = reachedAfterMinutes(group, front) ?? Number.POSITIVE_INFINITY;
			const second = reachedAfterMinutes(group, back) ?? Number.POSITIVE_INFINITY;
			expect(first).toBeLessThanOrEqual(second);
			// By the time of a step its share has been reached, and nothing beyond it before.
			for (const { afterMinutes, share } of rows) {
				expect(front < share && first > afterMinutes + 1e-6).toBe(false);
				expect(first < afterMinutes - 1e-6 && front >= share).toBe(false);
			}
		}),
	);
});

test("a node is in the first group all of whose labels it has", () => {
	expect(groupOf(wavePresets.default, { update: "canary", zone: "a" })?.name).toBe("canary");
	expect(groupOf(wavePresets.default, { update: "late" })?.name).toBe("everyone");
	expect(groupOf(wavePresets.default, {})?.name).toBe("everyone");
});

const everyone = { name: "everyone", labels: {}, steps: [{ afterMinutes: 0, share: 1 }] };
const canary = { ...everyone, name: "canary", labels: { update: "canary" } };
const policyOf = (...groups: unknown[]): unknown => ({ format: 1, paused: false, groups });

test.each([
	["another format", { ...wavePresets.default, format: 2 }, "format"],
	["a key too many", { ...wavePresets.default, format: 1, fast: true }, "fast"],
	["no group", policyOf(), "at least one group"],
	["no group for everybody", policyOf(canary), "has no labels"],
	["a group that hides others", policyOf({ ...everyone, name: "all" }, everyone), "no labels"],
	["two groups of a name", policyOf({ ...canary, name: "everyone" }, everyone), "twice"],
	["no step", policyOf({ ...everyone, steps: [] }), "at least one step"],
	[
		"a share above the whole",
		policyOf({ ...everyone, steps: [{ afterMinutes: 0, share: 1.1 }] }),
		"share",
	],
	[
		"a share that shrinks",
		policyOf({
			...everyone,
			steps: [
				{ afterMinutes: 0, share: 0.5 },
				{ afterMinutes: 1, share: 0.4 },
			],
		}),
		"later than the step before",
	],
	[
		"a time that stands still",
		policyOf({
			...everyone,
			steps: [
				{ afterMinutes: 5, share: 0.5 },
				{ afterMinutes: 5, share: 0.6 },
			],
		}),
		"later than the step before",
	],
	[
		"a part of a minute",
		policyOf({ ...everyone, steps: [{ afterMinutes: 0.5, share: 1 }] }),
		"afterMinutes",
	],
	["nothing", null, "the whole"],
])("%s is refused, and the message names the place", (_, value, problem) => {
	expect(() => parseWavePolicy(value, "channels/stable.json: wave")).toThrow(
		new RegExp(`^channels/stable.json: wave is not valid: .*${problem}`),
	);
});
