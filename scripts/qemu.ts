import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { countOutcomes, failureText } from "./lib/gates.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { caseFile, caseNames, qemuConfig } from "./lib/qemu-cases.ts";
import { runVitest } from "./lib/vitest-run.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm run qemu --",
	summary: "Runs QEMU cases by name.",
	rest: { name: "NAME", help: "Which cases" },
	flags: {
		list: { kind: "switch", help: "list the names of all cases" },
		only: { kind: "text", value: "PATTERN", help: "only the tests whose name matches" },
	},
} as const satisfies CommandSpec;

/** `npm run qemu -- NAME...`: QEMU cases by name, all output shown. */
export async function qemu(args: readonly string[]): Promise<number> {
	const { flags, rest, help } = parseFlags(spec, args);
	const known = caseNames();
	if (help || (rest.length === 0 && !flags.list)) {
		const details = `Cases: ${known.join(", ")}`;
		process.stdout.write(`${formatHelp({ ...spec, details })}\n`);
		return help ? 0 : 1;
	}
	if (flags.list) {
		process.stdout.write(`${known.join("\n")}\n`);
		return 0;
	}
	const files = rest.map((word) => caseFile(word, known));
	await prepareTools();
	await withProgress("image", ensureImage);
	const pattern = flags.only === undefined ? {} : { namePattern: flags.only };
	const plan = { name: "qemu-by-name", config: qemuConfig, files, ...pattern };
	const outcomes = await runVitest(plan, (line) => process.stdout.write(`${line}\n`));
	const { passed, failed } = countOutcomes(outcomes);
	process.stdout.write(`${failureText(outcomes)}\n${passed} passed, ${failed} failed\n`);
	return failed === 0 ? 0 : 1;
}
