import { expect, test } from "vitest";
import type { BrakeAnswer } from "../../core/wave/admission.ts";
import { wavePresets } from "../../core/wave/policy.ts";
import { type BrakePort, judgeMoment, type MomentFacts } from "./moment.ts";

const release = { version: "4801", rootHash: "b".repeat(64) };
const nowMs = Date.parse("2026-12-01T12:00:00Z");
const window = { days: ["Tue"], start: "03:00", durationMinutes: 60, timezone: "UTC" } as const;
const facts: MomentFacts = {
	update: { channel: "stable" },
	labels: {},
	channel: {
		channel: "stable",
		release: "4801",
		promotedAtSeconds: nowMs / 1000 - 60,
		wave: wavePresets.immediate,
		withdrawn: [],
	},
	pin: undefined,
	position: 0.5,
	nowMs,
	isClockSynchronised: true,
	isBegun: false,
};

function brake(ask: BrakeAnswer, begin: BrakeAnswer = ask): BrakePort & { begun: string[] } {
	const begun: string[] = [];
	return {
		begun,
		ask: async () => ask,
		begin: async (version) => {
			begun.push(version);
			return begin;
		},
	};
}

const go = { kind: "go" } as const;
const halted = { kind: "halted", because: "3 of 5 nodes went back" } as const;

test.each([
	["the server lets it", {}, brake(go)],
	["nobody counts outcomes", {}, brake({ kind: "absent" })],
	[
		"the window is open",
		{ update: { channel: "stable", window: { ...window, start: "11:30" } } },
		brake(go),
	],
	[
		"it is pinned, whatever the channel offers",
		{ pin: "4801", channel: { ...facts.channel, release: "4802" } },
		brake(go),
	],
] as const)("now: %s", async (_why, changes, port) => {
	const moment = await judgeMoment({ ...facts, ...changes } as MomentFacts, port, release);
	expect(moment).toEqual({ kind: "now" });
	expect(port.begun).toEqual(["4801"]);
});

test.each([
	[
		"the window is closed",
		{ update: { channel: "stable", window } },
		brake(go),
		/opens at 2026-12-08T03/,
	],
	[
		"the wave comes later",
		{ channel: { ...facts.channel, wave: wavePresets.default } },
		brake(go),
		/wave/,
	],
	["the release is halted", {}, brake(halted), /3 of 5/],
	["it was halted since it asked", {}, brake(go, halted), /3 of 5/],
	["the server gives no word", {}, brake({ kind: "silent", because: "time-out" }), /time-out/],
	[
		"nobody counts, and the wave asks for it",
		{ channel: { ...facts.channel, wave: { ...wavePresets.immediate, brake: "required" } } },
		brake({ kind: "absent" }),
		/asks for it/,
	],
	["the clock is not set", { isClockSynchronised: false }, brake(go), /clock/],
] as const)("not yet: %s", async (_why, changes, port, because) => {
	const moment = await judgeMoment({ ...facts, ...changes } as MomentFacts, port, release);
	expect(moment).toMatchObject({ kind: "wait", because: expect.stringMatching(because) });
});

test.each([
	["it was withdrawn", { release: null, withdrawn: ["4801"] }, /withdrawn/],
	["the channel offers another by now", { release: "4802" }, /4802 instead/],
] as const)("never: %s", async (_why, changes, because) => {
	const channel = { ...facts.channel, ...changes } as MomentFacts["channel"];
	const port = brake(go);
	const moment = await judgeMoment({ ...facts, channel }, port, release);
	expect(moment).toMatchObject({ kind: "drop", because: expect.stringMatching(because) });
	expect(port.begun).toEqual([]);
});

test("a channel that is gone lets nothing begin", async () => {
	const moment = await judgeMoment({ ...facts, channel: undefined }, brake(go), release);
	expect(moment).toEqual({ kind: "drop", because: "there is no channel stable any more" });
});

const silent = { kind: "silent", because: "time-out" } as const;
const required = { ...wavePresets.default, brake: "required" } as const;

test.each([
	[
		"the network is gone, and the clock with it",
		{ channel: undefined, isClockSynchronised: false },
	],
	["the wave begins anew", { channel: { ...facts.channel, wave: required } }],
] as const)("what was begun goes on, and is not told again, when %s", async (_why, changes) => {
	const port = brake(silent);
	const begun = { ...facts, ...changes, isBegun: true } as MomentFacts;
	expect(await judgeMoment(begun, port, release)).toEqual({ kind: "now" });
	expect(port.begun).toEqual([]);
});

test.each([
	["it is halted", {}, brake(halted), "wait", /3 of 5/],
	[
		"its wave is paused",
		{ channel: { ...facts.channel, wave: { ...wavePresets.immediate, paused: true } } },
		brake(go),
		"wait",
		/paused/,
	],
	[
		"the window is over",
		{ channel: undefined, update: { channel: "stable", window } },
		brake(go),
		"wait",
		/opens at/,
	],
	[
		"it was withdrawn",
		{ channel: { ...facts.channel, withdrawn: ["4801"] } },
		brake(go),
		"drop",
		/withdrawn/,
	],
] as const)("what was begun stops when %s", async (_why, changes, port, kind, because) => {
	const begun = { ...facts, ...changes, isBegun: true } as MomentFacts;
	const moment = await judgeMoment(begun, port, release);
	expect(moment).toMatchObject({ kind, because: expect.stringMatching(because) });
});
