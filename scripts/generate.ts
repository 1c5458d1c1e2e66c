import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../image/tools/tree.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { apiDocument } from "./api/document.ts";
import { generateCode, protoPath } from "./api/generated-code.ts";

const spec = {
	name: "npm run generate --",
	summary: "Makes the code and the document of the node's API from its .proto file.",
	flags: {},
} as const satisfies CommandSpec;

/** `npm run generate`: writes what is made from `soma.proto`; a test compares. */
export async function generate(args: readonly string[]): Promise<number> {
	const { help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const proto = readFileSync(join(repositoryRoot, protoPath), "utf8");
	const files = { ...(await generateCode()), "docs/api.md": apiDocument(proto) };
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(repositoryRoot, path)), { recursive: true });
		writeFileSync(join(repositoryRoot, path), text);
		process.stdout.write(`${path}: ${text.length} bytes\n`);
	}
	return 0;
}
