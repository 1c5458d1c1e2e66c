import { ensureToolTree } from "../image/tools/tree.ts";

/** `npm run setup`: makes everything that must exist before a build: the tool tree. */
export async function setup(_args: readonly string[]): Promise<number> {
	const tree = await ensureToolTree((line) => process.stderr.write(`  ${line}\n`));
	process.stdout.write(`tool tree: ${tree.path}\n`);
	return 0;
}
