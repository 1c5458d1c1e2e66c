import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { countOutcomes } from "./lib/gates.ts";
import { runVitest } from "./lib/vitest-run.ts";

const spec = {
	name: "npm run unit --",
	summary: "Runs unit tests.",
	rest: { name: "FILE", help: "Which files; all of them without" },
	flags: {},
} as const satisfies CommandSpec;

/** `npm run unit -- [FILE...]`: unit tests by file, or all of them, all output shown. */
export async function unit(args: readonly string[]): Promise<number> {
	const { rest, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const plan = { name: "unit-by-name", files: rest };
	const outcomes = await runVitest(plan, (line) => process.stdout.write(`${line}\n`));
	return countOutcomes(outcomes).failed === 0 ? 0 : 1;
}
