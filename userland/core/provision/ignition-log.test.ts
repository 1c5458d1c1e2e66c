import { expect, test } from "vitest";
import { readIgnitionOutput } from "./ignition-log.ts";

test("the reasons are the critical lines, each once, without their prefix", () => {
	const said = readIgnitionOutput(
		[
			"INFO     : Stage: fetch-offline",
			"CRITICAL : error at $.storage.files.0.path, line 2 col 29: path not absolute",
			"CRITICAL : failed to acquire config: config is not valid",
			"CRITICAL : Ignition failed: config is not valid",
			"CRITICAL : Ignition failed: config is not valid",
		].join("\n"),
		"",
	);
	expect(said.reasons).toEqual([
		"error at $.storage.files.0.path, line 2 col 29: path not absolute",
		"config is not valid",
	]);
	expect(said.lines).toHaveLength(5);
});

test("what the network said last comes first", () => {
	const said = readIgnitionOutput(
		[
			'INFO     : GET error: Get "https://a": dial tcp: connection refused',
			'INFO     : GET error: Get "https://a": x509: certificate signed by unknown authority',
			"CRITICAL : Ignition failed: unable to fetch resource in time",
		].join("\n"),
		"",
	);
	expect(said.reasons[0]).toMatch(/x509: certificate signed by unknown authority/);
});

test("the configuration that Ignition prints when a stage fails is dropped", () => {
	const said = readIgnitionOutput(
		'INFO     : op(1): executing: "useradd" "--root" "/sysroot" "--password" "$y$hash" "me"\n',
		'files failed\nFull config:\n{"secret": "ticket"}\n',
	);
	expect(said.lines).toContain("files failed");
	expect(said.lines.join("\n")).not.toMatch(/ticket|\$y\$hash/);
	expect(said.lines[0]).toMatch(/"--password" \*\*\* "me"/);
});

test("a reason fits on a console: hashes are cut, and the middle of a long one is left out", () => {
	const hash = "0123456789abcdef".repeat(8);
	const said = readIgnitionOutput(
		[`expected ${hash}`, `${"x ".repeat(900)}end`]
			.map((reason) => `CRITICAL : Ignition failed: ${reason}`)
			.join("\n"),
		"",
	);
	expect(said.reasons[0]).toBe("expected 0123456789ab...");
	expect(said.reasons[1]?.length).toBeLessThan(420);
	expect(said.reasons[1]).toMatch(/end$/);
});
