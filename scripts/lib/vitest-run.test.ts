import { expect, test } from "vitest";
import { latestOutcomes, outcomesOf } from "./vitest-run.ts";

function suite(status: string, assertionResults: readonly object[], message = ""): object {
	return { name: "/repo/a/b.test.ts", status, message, assertionResults };
}

const passing = {
	ancestorTitles: ["g"],
	title: "t",
	status: "passed",
	duration: 3,
	meta: { figure: "0 of 9" },
};

test("passed and failed tests are counted, with their groups", () => {
	const failing = { ...passing, title: "u", status: "failed", failureMessages: ["no"] };
	const outcomes = outcomesOf({ testResults: [suite("failed", [passing, failing])] }, "/repo");
	const common = { file: "a/b.test.ts", durationMs: 3, figure: "0 of 9" };
	expect(outcomes).toEqual([
		{ ...common, name: "g > t", passed: true, message: "" },
		{ ...common, name: "g > u", passed: false, message: "no" },
	]);
});

test("a file that could not be loaded is a failed test", () => {
	const outcomes = outcomesOf({ testResults: [suite("failed", [], "cannot import")] }, "/repo");
	expect(outcomes).toMatchObject([{ name: "(file)", passed: false, message: "cannot import" }]);
});

test("a test that a name pattern left out counts for nothing", () => {
	const left = { ...passing, status: "skipped" };
	expect(outcomesOf({ testResults: [suite("passed", [left])] }, "/repo")).toEqual([]);
});

test("something that is not a report is refused", () => {
	expect(() => outcomesOf({}, "/repo")).toThrow();
});

test("a test that ran again counts as it ended then; the others as they did before", () => {
	const of = (status: string, title: string): object => ({ ...passing, status, title });
	const run = (endedAtMs: number, ...tests: readonly object[]) => ({
		endedAtMs,
		outcomes: outcomesOf({ testResults: [suite("passed", tests)] }, "/repo"),
	});
	const whole = run(1, of("failed", "a"), of("passed", "a"), of("failed", "b"), of("passed", "c"));
	const again = run(2, of("passed", "b"), of("failed", "c"));
	const ended = latestOutcomes([again, whole]).map(({ name, passed }) => [name, passed]);
	expect(ended).toEqual([
		["g > a", false],
		["g > a", true],
		["g > b", true],
		["g > c", false],
	]);
});
