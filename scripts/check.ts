import { expectNoWords, type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { gateLine, runGates } from "./lib/gates.ts";

const flags = {
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

/** `npm run check`: format, lint, types, unused code, tidy and unit tests; under a minute. */
export async function check(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	expectNoWords(words);
	if (values.help) {
		const about = "Runs format, lint, types, knip, tidy and the unit tests.";
		process.stdout.write(helpText("npm run check", about, flags));
		return 0;
	}
	const results = await runGates((result) => process.stdout.write(`${gateLine(result)}\n`));
	return results.every((result) => result.failed === 0) ? 0 : 1;
}
