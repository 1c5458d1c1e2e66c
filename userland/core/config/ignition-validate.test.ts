import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stringify } from "yaml";
import { openToolTree, repositoryRoot } from "../../../image/tools/tree.ts";
import { removeAt, valuesFor } from "../../testing/arbitrary-config.ts";
import { readConfig, renderConfig } from "./configuration.ts";
import { formatProblem } from "./problem.ts";
import { configShape } from "./schema/config.ts";

/* What the real Ignition says about everything that is rendered. */

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-ignition-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const examples = join(repositoryRoot, "docs", "examples");

function render(yaml: string): ReturnType<typeof renderConfig> {
	const read = readConfig(new TextEncoder().encode(yaml));
	const bytes = new Map(
		read.localFiles.map(({ name }) => [name, readFileSync(join(examples, "files", name))]),
	);
	return renderConfig(read, { bytes, findings: [] }, (data) => gzipSync(data));
}

/** Runs the real tool on each file of the directory and gives what it says about them. */
async function validate(): Promise<string> {
	const script =
		'for file in "$1"/*.ign; do' +
		' ignition-validate "$file" || { echo "refused: $file"; head -c 2000 "$file"; }; done';
	const result = await openToolTree().runUnchecked({
		argv: ["sh", "-uc", script, "validate", directory],
	});
	return `${result.stdout}${result.stderr}`;
}

/** Renders what is left when everything that is complained about is taken out. */
function renderWithout(config: unknown): ReturnType<typeof render> {
	let rendered = render(stringify(config));
	for (let round = 0; round < 20 && "problems" in rendered; round++) {
		for (const { path } of rendered.problems.toReversed()) {
			removeAt(config, path);
		}
		rendered = render(stringify(config));
	}
	return rendered;
}

const exampleNames = readdirSync(examples).filter((name) => name.endsWith(".yaml"));

test("every example is rendered, and Ignition accepts it without a warning", async () => {
	expect(exampleNames.length).toBeGreaterThanOrEqual(9);
	for (const name of exampleNames) {
		const rendered = render(readFileSync(join(examples, name), "utf8"));
		const problems = "problems" in rendered ? rendered.problems : [];
		expect(problems.map((problem) => formatProblem(name, problem))).toEqual([]);
		writeFileSync(join(directory, `${name}.ign`), "text" in rendered ? rendered.text : "");
	}
	// http is how one speaks to most proxies, and Ignition says so of each.
	const said = (await validate()).split("\n").filter((line) => !/insecure plaintext/.test(line));
	expect(said.join("\n")).toBe("");
});

const runs = 120;

test("Ignition accepts whatever is rendered", async () => {
	const configs = valuesFor(configShape, ["local", "ticket_local", "ca_certificates"]);
	let accepted = 0;
	fc.assert(
		fc.property(configs, (config) => {
			const rendered = renderWithout(structuredClone(config));
			if ("text" in rendered) {
				writeFileSync(join(directory, `${accepted++}.ign`), rendered.text);
			}
		}),
		{ numRuns: runs },
	);
	expect(accepted).toBeGreaterThan(runs / 2);
	const said = await validate();
	expect(said.split("\n").filter((line) => /refused:|error/i.test(line))).toEqual([]);
});
