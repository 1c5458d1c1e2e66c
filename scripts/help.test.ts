import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../image/tools/tree.ts";
import { run, runUnchecked } from "../userland/system/process.ts";

const scripts = join(repositoryRoot, "scripts", "main.ts");
const soma = join(repositoryRoot, "userland", "main.ts");

/** The commands that an overview lists, each as its words. */
function listed(overview: string, pattern: RegExp): string[][] {
	return [...overview.matchAll(pattern)].map((match) => (match[1] ?? "").split(" "));
}

test("every applet of the multi-call binary has help", async () => {
	const overview = await run({ argv: [process.execPath, soma, "--help"] });
	const commands = listed(overview.stdout, /^ {2}soma ([a-z-]+(?: [a-z-]+)?) /gm);
	expect(commands.length).toBeGreaterThan(5);
	const helps = await Promise.all(
		commands.map((words) => run({ argv: [process.execPath, soma, ...words, "--help"] })),
	);
	for (const [index, help] of helps.entries()) {
		expect(help.stdout).toMatch(/^Usage: soma[ -]/m);
		expect(help.stdout).toContain(commands[index]?.at(-1) ?? "?");
	}
});

test("every script has help and refuses an unknown option", async () => {
	const manifest = (await Bun.file(join(repositoryRoot, "package.json")).json()) as {
		scripts: Record<string, string>;
	};
	const names = Object.keys(manifest.scripts);
	const helps = await Promise.all(
		names.map((name) => run({ argv: [process.execPath, scripts, name, "--help"] })),
	);
	expect(names.filter((_, index) => !helps[index]?.stdout.includes("Usage: npm "))).toEqual([]);
	const refusals = await Promise.all(
		names.map((name) => runUnchecked({ argv: [process.execPath, scripts, name, "--hepl"] })),
	);
	expect(
		names.filter((_, index) => !/did you mean --help/.test(refusals[index]?.stderr ?? "")),
	).toEqual([]);
	expect(refusals.every((refusal) => refusal.exitCode !== 0)).toBe(true);
});

test("an unknown subcommand names the nearest one", async () => {
	const refused = await runUnchecked({ argv: [process.execPath, scripts, "dotcor"] });
	expect(refused.exitCode).toBe(1);
	expect(refused.stderr).toContain("did you mean doctor?");
});
