import { expect, test } from "vitest";
import { type Choice, choose } from "./choose.ts";

const name = (version: string) => ({ version, rootHash: version.padStart(64, "0") });
const running = name("4800");
const newer = name("4801");
const base: Choice = {
	running,
	otherRootHash: undefined,
	offered: newer,
	withdrawn: [],
	document: { wishes: {}, refused: [] },
	clock: "synchronised",
	now: false,
	forced: false,
};
const hold = { because: "the fair", atSeconds: 1 };

test.each([
	["a newer release", {}],
	["a newer release while the clock is unknown", { clock: "unknown" }],
	["the pinned release", { document: { wishes: { pin: "4801" }, refused: [] } }],
	[
		"an older release that is pinned",
		{ offered: name("4700"), document: { wishes: { pin: "4700" }, refused: [] } },
	],
	[
		"what an operator wants now, on hold",
		{ now: true, document: { wishes: { hold }, refused: [] } },
	],
	[
		"what an operator names, though it failed",
		{ forced: true, document: { wishes: {}, refused: [{ ...newer, because: "x" }] } },
	],
	["an older one that an operator names", { forced: true, offered: name("4700") }],
] as const)("%s is taken", (_name, changes) => {
	expect(choose({ ...base, ...changes }).kind).toBe("take");
});

test.each([
	["nothing", { offered: undefined }, "nothing-offered"],
	["what runs", { offered: running }, "up-to-date"],
	["what runs, though an operator names it", { offered: running, forced: true }, "up-to-date"],
	["an older release", { offered: name("4799") }, "older"],
	["the same version with other bits", { offered: { ...newer, version: "4800" } }, "older"],
	["a withdrawn release", { withdrawn: ["4801"] }, "withdrawn"],
	["a release on hold", { document: { wishes: { hold }, refused: [] } }, "held"],
	["another than the pinned one", { document: { wishes: { pin: "4799" }, refused: [] } }, "pinned"],
	[
		"a release that failed here",
		{ document: { wishes: {}, refused: [{ ...newer, because: "panic" }] } },
		"refused",
	],
	["a release in the other slot", { otherRootHash: newer.rootHash }, "already-here"],
	[
		"an older, pinned release while the clock is unknown",
		{
			offered: name("4700"),
			clock: "unknown",
			document: { wishes: { pin: "4700" }, refused: [] },
		},
		"clock",
	],
] as const)("%s is not taken", (_name, changes, code) => {
	expect(choose({ ...base, ...changes })).toMatchObject({ kind: "none", code });
});
