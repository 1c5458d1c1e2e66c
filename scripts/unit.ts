import { type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { countOutcomes } from "./lib/gates.ts";
import { runVitest } from "./lib/vitest-run.ts";

const flags = {
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

/** `npm run unit -- [FILE...]`: unit tests by file, or all of them, all output shown. */
export async function unit(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	if (values.help) {
		const about = "Runs the unit tests of the named files, or all of them.";
		process.stdout.write(helpText("npm run unit -- [FILE...]", about, flags));
		return 0;
	}
	const plan = { name: "unit-by-name", files: words };
	const outcomes = await runVitest(plan, (line) => process.stdout.write(`${line}\n`));
	return countOutcomes(outcomes).failed === 0 ? 0 : 1;
}
