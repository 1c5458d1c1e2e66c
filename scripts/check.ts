import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { gateLine, runGates } from "./lib/gates.ts";

const spec = {
	name: "npm run check --",
	summary: "Runs format, lint, types, knip, tidy and the unit tests.",
	flags: {},
} as const satisfies CommandSpec;

/** `npm run check`: format, lint, types, unused code, tidy and unit tests; under a minute. */
export async function check(args: readonly string[]): Promise<number> {
	const { help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const results = await runGates((result) => process.stdout.write(`${gateLine(result)}\n`));
	return results.every((result) => result.failed === 0) ? 0 : 1;
}
