import type { ToolTree } from "../tools/tree.ts";
import type { Listing, Needs } from "./pick.ts";

/** What is in a tree, and which libraries its programs need. */
export async function surveyTree(
	tree: ToolTree,
	base: string,
): Promise<{ listing: Listing; needs: Needs }> {
	const found = await tree.run({
		argv: ["find", ".", "(", "-type", "f", "-o", "-type", "l", ")", "-printf", "%P\\t%l\\n"],
		cwd: base,
	});
	const listing = new Map<string, string | undefined>();
	for (const line of found.stdout.split("\n").filter((text) => text !== "")) {
		const [path = "", target = ""] = line.split("\t");
		listing.set(path, target === "" ? undefined : target);
	}
	return { listing, needs: await readNeeds(tree, base) };
}

/** DT_NEEDED of every ELF file below /usr, by readelf(1). */
async function readNeeds(tree: ToolTree, base: string): Promise<Needs> {
	const script =
		"find usr -type f '(' -perm /111 -o -name '*.so*' ')' -size +1k -print0 |" +
		" xargs -0 readelf --dynamic 2>/dev/null || true";
	const { stdout } = await tree.run({ argv: ["sh", "-c", script], cwd: base });
	const needs = new Map<string, string[]>();
	let current: string[] = [];
	for (const line of stdout.split("\n")) {
		const file = /^File: (.+)$/.exec(line)?.[1];
		const library = /\(NEEDED\).*\[(.+)\]/.exec(line)?.[1];
		if (file !== undefined) {
			current = [];
			needs.set(file, current);
		} else if (library !== undefined) {
			current.push(library);
		}
	}
	return needs;
}
