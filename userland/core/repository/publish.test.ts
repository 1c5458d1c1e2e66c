import fc from "fast-check";
import { expect, test } from "vitest";
import { makeFakeRelease } from "../../testing/fake-release.ts";
import { wavePresets } from "../wave/policy.ts";
import type { Channel } from "./channel.ts";
import { describeRelease, promote, versionBefore, withdraw, withdrawnOf } from "./publish.ts";
import { formatRelease, parseRelease } from "./release.ts";

const { manifest } = makeFakeRelease("4801");

test("a program keeps its version while its bits are those of the release before", () => {
	const first = describeRelease(manifest, undefined);
	expect(first.programs.selector.version).toBe("4801");
	expect(parseRelease(formatRelease(first), "4801")).toEqual(first);
	const esp = manifest.esp.map((part) =>
		part.path.includes("rescue") ? { ...part, sha256: "e".repeat(64) } : part,
	);
	const next = describeRelease({ ...manifest, version: "4802", esp }, first);
	expect(next.programs.selector.version).toBe("4801");
	expect(next.programs.rescue.version).toBe("4802");
	const back = describeRelease({ ...manifest, version: "4803" }, next);
	expect(back.programs.rescue.version).toBe("4803"); // nodes have 4802 and must take it again
});

test("the version before is the greatest of the lower ones", () => {
	expect(versionBefore(["4799", "4801", "4800.1", "4800", "5000"], "4801")).toBe("4800.1");
	expect(versionBefore(["4801"], "4801")).toBeUndefined();
	fc.assert(
		fc.property(fc.uniqueArray(fc.nat(50), { minLength: 1 }), fc.nat(50), (numbers, at) => {
			const below = numbers.filter((number) => number < at);
			const found = versionBefore(numbers.map(String), String(at));
			expect(found).toBe(below.length === 0 ? undefined : String(Math.max(...below)));
		}),
	);
});

const stable: Channel = {
	channel: "stable",
	release: "4801",
	promotedAtSeconds: 100,
	wave: wavePresets.careful,
	withdrawn: ["4799"],
};
const promotion = {
	channel: "stable",
	nowSeconds: 200,
	wave: undefined,
	isPaused: false,
	isBrakeRequired: false,
} as const;

test("a promotion starts the clock of its waves, and changes nothing when it is there", () => {
	expect(promote([], { ...promotion, version: "1" })).toEqual({
		channel: "stable",
		release: "1",
		promotedAtSeconds: 200,
		wave: wavePresets.default,
		withdrawn: [],
	});
	expect(promote([stable], { ...promotion, version: "4801" })).toBe(stable);
	expect(promote([stable], { ...promotion, version: "4802" })).toEqual({
		...stable,
		release: "4802",
		promotedAtSeconds: 200,
	});
});

test("another policy for what is offered already does not begin the wave again", () => {
	const wave = wavePresets.immediate;
	expect(promote([stable], { ...promotion, version: "4801", wave })).toEqual({ ...stable, wave });
});

test("a required brake stays with its policy", () => {
	const again = { ...promotion, version: "4801" };
	const counted = promote([stable], { ...again, isBrakeRequired: true });
	expect(counted.wave).toEqual({ ...wavePresets.careful, brake: "required" });
	expect(promote([counted], { ...again, version: "4802" }).wave).toEqual(counted.wave);
	expect(promote([counted], { ...again, wave: wavePresets.careful }).wave).toEqual(stable.wave);
});

test("a pause ends with the next promotion or withdrawal; the wave does not begin again", () => {
	const again = { ...promotion, version: "4801" };
	const paused = promote([stable], { ...again, isPaused: true });
	expect(paused).toEqual({ ...stable, wave: { ...wavePresets.careful, paused: true } });
	expect(promote([paused], { ...again, isPaused: true })).toBe(paused);
	expect(promote([paused], again)).toEqual(stable);
	expect(promote([paused], { ...promotion, version: "4802" }).wave).toEqual(wavePresets.careful);
	const wish = { version: "4801", replacement: "4800", nowSeconds: 300 };
	expect(withdraw([paused], wish)[0]?.wave.paused).toBe(false);
});

test("what is withdrawn or older is not promoted", () => {
	expect(() => promote([stable], { ...promotion, version: "4799" })).toThrow(/was withdrawn/);
	expect(() => promote([stable], { ...promotion, version: "4800" })).toThrow(/is newer than 4800/);
});

test("a withdrawal reaches every channel, and clears those that offer the version", () => {
	const beta: Channel = { ...stable, channel: "beta", release: "4802" };
	const all = [stable, beta];
	const wish = { version: "4801", replacement: null, nowSeconds: 300 };
	const changed = withdraw(all, wish);
	expect(changed).toEqual([
		{ ...stable, release: null, promotedAtSeconds: 300, withdrawn: ["4799", "4801"] },
		{ ...beta, withdrawn: ["4799", "4801"] },
	]);
	expect(withdraw(changed, wish)).toEqual([]);
	expect(withdraw(all, { ...wish, replacement: "4800" })[0]?.release).toBe("4800");
	expect(() => withdraw(all, { ...wish, replacement: "4799" })).toThrow(/is withdrawn, too/);
	expect(() => withdraw(all, { ...wish, replacement: "4801" })).toThrow(/is withdrawn, too/);
});

test("what one channel withdrew no other one offers, and a new channel knows of it", () => {
	const beta: Channel = { ...stable, channel: "beta", release: null, withdrawn: ["4802"] };
	const all = [beta, stable];
	expect(withdrawnOf(all)).toEqual(["4802", "4799"]);
	for (const channel of ["alpha", "beta", "stable"] as const) {
		expect(() => promote(all, { ...promotion, channel, version: "4802" })).toThrow(
			/4802 was withdrawn, as channel beta says/,
		);
	}
	expect(promote(all, { ...promotion, channel: "alpha", version: "4803" }).withdrawn).toEqual([
		"4802",
		"4799",
	]);
	// Repositories of former days have channels that do not know it.
	expect(promote(all, { ...promotion, version: "4803" }).withdrawn).toEqual(["4799", "4802"]);
	const wish = { version: "4801", replacement: "4802", nowSeconds: 300 };
	expect(() => withdraw(all, wish)).toThrow(/4802 is withdrawn, too/);
});

test("a withdrawal that no channel could remember is refused", () => {
	const wish = { version: "4801", replacement: null, nowSeconds: 300 };
	expect(() => withdraw([], wish)).toThrow(/none can remember that 4801 is withdrawn/);
});
