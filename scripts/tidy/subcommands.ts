import type { Check, Problem } from "./source-file.ts";

/**
 * Each script of package.json runs a subcommand of `scripts/main.ts`, and each subcommand has a
 * script.
 */
export const checkSubcommands: Check = (files) => {
	const manifest = files.find((file) => file.path === "package.json");
	const program = files.find((file) => file.path === "scripts/main.ts");
	if (manifest === undefined || program === undefined) {
		return [];
	}
	const parsed = JSON.parse(manifest.text) as { scripts?: Record<string, string> };
	const known = [...program.text.matchAll(/^\t"?([a-z-]+)"?: async \(\) =>/gm)].map(
		(match) => match[1] ?? "",
	);
	const problems: Problem[] = [];
	const scripts = parsed.scripts ?? {};
	for (const [name, command] of Object.entries(scripts)) {
		if (command !== `node scripts/run.mjs ${name}` || !known.includes(name)) {
			const message = `the script ${name} does not run a subcommand of that name`;
			problems.push({ path: manifest.path, line: 0, message });
		}
	}
	for (const name of known.filter((candidate) => scripts[candidate] === undefined)) {
		problems.push({
			path: program.path,
			line: 0,
			message: `package.json has no script for the subcommand ${name}`,
		});
	}
	return problems;
};
