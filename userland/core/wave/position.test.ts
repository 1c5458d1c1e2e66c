import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { nodeIdOf, nodeIdText, positionOf, positionText } from "./position.ts";

const sha256 = (text: string): Uint8Array => createHash("sha256").update(text).digest();
const machineIds = Array.from({ length: 2000 }, (_, at) => at.toString(16).padStart(32, "0"));
const ids = machineIds.map((machineId) => nodeIdOf(sha256(nodeIdText(machineId))));
const place = (id: string, release: string): number =>
	positionOf(sha256(positionText(id, release)));

test("places are spread evenly over the wave", () => {
	const tenths = Array.from({ length: 10 }, () => 0);
	for (const id of ids) {
		const position = place(id, "1.2.3");
		expect(position).toBeGreaterThanOrEqual(0);
		expect(position).toBeLessThan(1);
		const tenth = Math.floor(position * 10);
		tenths[tenth] = (tenths[tenth] ?? 0) + 1;
	}
	for (const count of tenths) {
		expect(count).toBeGreaterThan(140);
		expect(count).toBeLessThan(260);
	}
});

test("a node keeps its place in the wave of a release, and has another one in the next", () => {
	const first = ids.filter((id) => place(id, "1.2.3") < 0.1);
	expect(first).toEqual(ids.filter((id) => place(id, "1.2.3") < 0.1));
	const again = first.filter((id) => place(id, "1.2.4") < 0.1);
	expect(again.length).toBeLessThan(first.length / 4);
});

test("the name of a node is no part of its machine id", () => {
	const [id = ""] = ids;
	expect(id).toMatch(/^[0-9a-f]{32}$/);
	expect(id).not.toBe(machineIds[0]);
	expect(new Set(ids).size).toBe(ids.length);
});

test("the greatest digest is still below 1", () => {
	expect(positionOf(new Uint8Array(32).fill(0xff))).toBeLessThan(1);
	expect(positionOf(new Uint8Array(32))).toBe(0);
});
