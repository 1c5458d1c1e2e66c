import { ensureToolTree, type ToolTree } from "../image/tools/tree.ts";
import { requireGoodHost } from "./doctor.ts";
import { expectNoWords, type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { withProgress } from "./lib/progress.ts";

const flags = {
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

/** `npm run setup`: makes everything that must exist before a build: the tool tree. */
export async function setup(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	expectNoWords(words);
	if (values.help) {
		const about = "Checks the machine and makes the tool tree in the cache.";
		process.stdout.write(helpText("npm run setup", about, flags));
		return 0;
	}
	const tree = await prepareTools();
	process.stdout.write(`tool tree: ${tree.path}\n`);
	return 0;
}

/** A checked machine and the tool tree, with progress. Returns at once when all is there. */
export async function prepareTools(): Promise<ToolTree> {
	await requireGoodHost();
	return await withProgress("tool tree", (report) => ensureToolTree(report));
}
