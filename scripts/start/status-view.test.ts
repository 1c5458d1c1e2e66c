import { expect, test } from "vitest";
import { slotsText, statusLines, valueAt } from "./status-view.ts";

const status = {
	version: "4799",
	uptimeSeconds: 61,
	memory: { totalBytes: 1024 ** 3, availableBytes: 896 * 1024 ** 2 },
	disk: {
		slots: [
			{ name: "A", version: "4799", condition: "proven", running: true },
			{ name: "B", version: null, condition: "empty", running: false },
		],
	},
};

test("a node that tells its status", () => {
	const node = { name: "node-1", sincePowerOnMs: 70_000, state: "proven good", status } as const;
	const [heading, line] = statusLines([node]);
	expect(heading).toContain("memory used");
	expect(line).toBe(
		"node-1  proven good  4799     *A 4799 proven, B - empty  61 s    128 MiB of 1 GiB",
	);
});

test("a node that has not said anything yet, or nonsense", () => {
	const node = {
		name: "node-1",
		sincePowerOnMs: 3000,
		state: "booting",
		status: undefined,
	} as const;
	expect(statusLines([node])[1]).toMatch(/^node-1 +booting +- +- +3\.0 s +-$/);
	expect(slotsText({ disk: { slots: "no" } })).toBe("-");
	expect(valueAt({ a: [{ b: 1 }] }, "a", 0, "b")).toBe(1);
	expect(valueAt(null, "a")).toBeUndefined();
});
