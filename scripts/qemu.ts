import { type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { countOutcomes, failureText } from "./lib/gates.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { caseFile, caseNames, qemuConfig } from "./lib/qemu-cases.ts";
import { runVitest } from "./lib/vitest-run.ts";
import { prepareTools } from "./setup.ts";

const flags = {
	list: { kind: "switch", help: "list the names of all cases" },
	only: { kind: "text", value: "PATTERN", help: "only the tests whose name matches" },
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

/** `npm run qemu -- NAME...`: QEMU cases by name, all output shown. */
export async function qemu(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	const known = caseNames();
	if (values.help || (words.length === 0 && !values.list)) {
		const about = `Runs QEMU cases by name: ${known.join(", ")}`;
		process.stdout.write(helpText("npm run qemu -- NAME... [options]", about, flags));
		return values.help ? 0 : 1;
	}
	if (values.list) {
		process.stdout.write(`${known.join("\n")}\n`);
		return 0;
	}
	const files = words.map((word) => caseFile(word, known));
	await prepareTools();
	await withProgress("image", ensureImage);
	const pattern = values.only === undefined ? {} : { namePattern: values.only };
	const plan = { name: "qemu-by-name", config: qemuConfig, files, ...pattern };
	const outcomes = await runVitest(plan, (line) => process.stdout.write(`${line}\n`));
	const { passed, failed } = countOutcomes(outcomes);
	process.stdout.write(`${failureText(outcomes)}\n${passed} passed, ${failed} failed\n`);
	return failed === 0 ? 0 : 1;
}
