import fc from "fast-check";
import { expect, test } from "vitest";
import { type Admission, admissionByWave, admit, type WaveFacts } from "./admission.ts";
import { type WavePolicy, wavePresets } from "./policy.ts";

const promotedAtSeconds = 1_800_000_000;
const hour = 3600;
const facts: WaveFacts = {
	policy: wavePresets.default,
	labels: {},
	position: 0.1,
	promotedAtSeconds,
	nowSeconds: promotedAtSeconds,
};

test("a node waits until the wave comes to its place, and says when that is", () => {
	expect(admissionByWave(facts)).toEqual({
		kind: "wait",
		because: "the wave comes in 16 h: group everyone, place 10.0 of 100",
		untilSeconds: promotedAtSeconds + 16 * hour,
	});
	const later = { ...facts, nowSeconds: promotedAtSeconds + 16 * hour };
	expect(admissionByWave(later)).toEqual({
		kind: "take",
		because: "the wave has reached this node: group everyone, place 10.0 of 100",
	});
});

test("a canary takes the release at once, and everybody else later, whatever their places", () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (position) => {
			const canary = { ...facts, position, labels: { update: "canary" } };
			expect(admissionByWave(canary).kind).toBe("take");
			const nowSeconds = promotedAtSeconds + 2 * hour - 1;
			expect(admissionByWave({ ...facts, position, nowSeconds }).kind).toBe("wait");
		}),
	);
});

test("the moment that a node is told is the moment from which on it takes the release", () => {
	const positions = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
	const preset = fc.constantFrom(...Object.values(wavePresets));
	fc.assert(
		fc.property(preset, positions, (policy, position) => {
			const told = admissionByWave({ ...facts, policy, position });
			if (told.kind === "wait") {
				const { untilSeconds = 0 } = told;
				const at = (nowSeconds: number): Admission =>
					admissionByWave({ ...facts, policy, position, nowSeconds });
				expect(at(untilSeconds - 1).kind).toBe("wait");
				expect(at(untilSeconds).kind).toBe("take");
			}
		}),
	);
});

test("without a clock nothing is taken, not even at once", () => {
	const policy = wavePresets.immediate;
	expect(admissionByWave({ ...facts, policy, nowSeconds: undefined })).toEqual({
		kind: "wait",
		because: "the clock of this node is not synchronised yet",
	});
});

test("a paused wave moves nobody", () => {
	const policy = { ...wavePresets.immediate, paused: true };
	expect(admissionByWave({ ...facts, policy }).kind).toBe("halted");
});

test("the release server can let a node wait, and never hurry it", () => {
	const early = admissionByWave(facts);
	const due = admissionByWave({ ...facts, policy: wavePresets.immediate });
	const because = "3 nodes rolled back";
	const policy: WavePolicy = wavePresets.immediate;
	expect(admit(early, { kind: "go" }, policy)).toBe(early);
	expect(admit(due, { kind: "go" }, policy).kind).toBe("take");
	expect(admit(due, { kind: "absent" }, policy).kind).toBe("take");
	expect(admit(due, { kind: "wait", because }, policy).kind).toBe("wait");
	expect(admit(due, { kind: "silent", because }, policy).kind).toBe("wait");
	expect(admit(due, { kind: "refused", because }, policy).kind).toBe("wait");
	expect(admit(due, { kind: "halted", because }, policy)).toEqual({
		kind: "halted",
		because: "the release is halted: 3 nodes rolled back",
	});
});

test("a wave that asks for a brake moves nobody where nobody counts", () => {
	const policy: WavePolicy = { ...wavePresets.immediate, brake: "required" };
	const due = admissionByWave({ ...facts, policy });
	expect(admit(due, { kind: "absent" }, policy)).toEqual({
		kind: "wait",
		because: "nobody counts outcomes here, and the wave asks for it",
	});
	expect(admit(due, { kind: "go" }, policy).kind).toBe("take");
});
