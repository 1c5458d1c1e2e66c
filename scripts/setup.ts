import { ensureToolTree, type ToolTree } from "../image/tools/tree.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { requireGoodHost } from "./doctor.ts";
import { withProgress } from "./lib/progress.ts";

const spec = {
	name: "npm run setup --",
	summary: "Checks the machine and makes the tool tree in the cache.",
	flags: {},
} as const satisfies CommandSpec;

/** `npm run setup`: makes everything that must exist before a build: the tool tree. */
export async function setup(args: readonly string[]): Promise<number> {
	const { help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
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
