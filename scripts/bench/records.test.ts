import { expect, test } from "vitest";
import { median } from "./benchmark.ts";
import { benchDocument } from "./records.ts";

test("the document names figure, peer, command, commit and machine", () => {
	const text = benchDocument([
		{
			name: "boot",
			about: "Start to ready.",
			endedAt: "2026-11-23T10:00:00Z",
			commit: "abc",
			machine: "2 cores, TCG",
			rows: [
				{ what: "x", ours: "7 s", peer: "5 s", ratio: "1.4", goal: "<= 1.5", meetsGoal: true },
				{ what: "y", ours: "1", peer: "2", ratio: "", goal: "" },
			],
		},
	]);
	expect(text).toContain("| x | 7 s | 5 s | 1.4 | <= 1.5 | yes |");
	expect(text).toContain("npm run bench -- boot");
	expect(text).toContain("commit abc, 2 cores, TCG");
});

test("median", () => {
	expect(median([3, 1, 2])).toBe(2);
	expect(median([4, 1, 3, 2])).toBe(2.5);
});
