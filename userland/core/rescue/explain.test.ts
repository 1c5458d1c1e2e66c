import { expect, test } from "vitest";
import { recordFor } from "../../testing/fake-node.ts";
import { selectReasons } from "../slot/select.ts";
import { explainRecord } from "./explain.ts";
import { describeState, stateHeadBytes } from "./state-partition.ts";

test("every reason for rescue has a sentence of its own", () => {
	const reasons = Object.keys(selectReasons).filter((name) => name.startsWith("rescue-"));
	const sentences = reasons.map((reason) => {
		const known = reason as keyof typeof selectReasons;
		return explainRecord({ ...recordFor("A"), slot: "rescue", reason: known }).join(" ");
	});
	expect(new Set(sentences).size).toBe(reasons.length);
	expect(sentences.filter((text) => text.includes("not rescue"))).toEqual([]);
});

test("repairs and failed boot images are named; no record is said with its cause", () => {
	const record = { ...recordFor("A"), reason: "rescue-none-eligible" as const };
	const lines = explainRecord({
		...record,
		repairs: ["primary-written", "boot-image-failed"],
		failed: ["B"],
	});
	expect(lines).toEqual([
		"why this machine is here: no slot may boot",
		"the selector mended the primary partition table",
		"the boot image of slot B failed its check",
	]);
	expect(explainRecord({ problem: "no variable" })[0]).toMatch(/unknown: no variable/);
});

test.each([
	["blank", () => {}, /blank/],
	["clean", (view: DataView) => view.setUint16(1080, 0xef53, true), /is clean/],
	[
		"in use at a power cut",
		(view: DataView) => {
			view.setUint16(1080, 0xef53, true);
			view.setUint32(1120, 0x46, true);
		},
		/replays its journal/,
	],
	[
		"known to be damaged",
		(view: DataView) => {
			view.setUint16(1080, 0xef53, true);
			view.setUint16(1082, 3, true);
		},
		/has errors; f mends it/,
	],
	[
		"encrypted",
		(view: DataView) => {
			view.setUint32(0, 0x4c554b53, false);
			view.setUint16(4, 0xbabe, false);
		},
		/encrypted; a slot opens it/,
	],
	["something else", (view: DataView) => view.setUint32(0, 7, true), /holds no ext4/],
])("STATE that is %s is told apart", (_name, write, says) => {
	const head = new Uint8Array(stateHeadBytes);
	write(new DataView(head.buffer));
	expect(describeState(head)).toMatch(says);
});
