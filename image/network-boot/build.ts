import { join } from "node:path";
import { buildEfiProgram } from "../boot-selector/build.ts";
import type { ToolTree } from "../tools/tree.ts";

/** Builds the program that carries the live system, still without it and not yet signed. */
export function buildNetworkBoot(tree: ToolTree, efi: string): Promise<string> {
	const sources = [join(import.meta.dirname, "network-boot.c")];
	return buildEfiProgram(tree, { sources, efi });
}

/** Puts a signed program into the one that carries it. */
export async function carryProgram(
	tree: ToolTree,
	parts: { readonly carrier: string; readonly program: string },
	output: string,
): Promise<void> {
	const section = `--section=.uki:@${parts.program}`;
	await tree.run({
		argv: ["ukify", "build", `--stub=${parts.carrier}`, section, `--output=${output}`],
	});
}
