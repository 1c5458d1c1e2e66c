import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { run } from "../../userland/system/process.ts";

/** The text of the generated files by their repository paths. */
export type GeneratedFiles = Readonly<Record<string, string>>;

/** The interface of the node, from which everything else is made. */
export const protoPath = "userland/core/api/soma.proto";

const codePath = "userland/core/api/generated/soma.js";
const typesPath = "userland/core/api/generated/soma.d.ts";

/**
 * What we leave out of the static code: verification and conversion (the types do that), services
 * (grpc-js needs other ones). Every 64-bit number is a Long.
 */
const options: readonly string[] = [
	"--target=static-module",
	"--wrap=esm",
	"--alt-comment",
	"--no-verify",
	"--no-convert",
	"--no-delimited",
	"--no-typeurl",
	"--no-service",
	"--force-long",
	"--lint=off",
];

/**
 * protobufjs finds `long` by a require that a bundler cannot see, and silently rounds without it;
 * so it is imported and registered before the first message is defined.
 */
const imports = `import $protobuf from "protobufjs/minimal.js";
import Long from "long";
$protobuf.util.Long = Long;
$protobuf.configure();
`;

/** Compiles the interface to code and types, as they are committed. */
export async function generateCode(): Promise<GeneratedFiles> {
	const directory = mkdtempSync(join(tmpdir(), "soma-proto-"));
	try {
		const commented = join(directory, "commented.js");
		const bare = join(directory, "bare.js");
		await pbjs("--dts", "--out", commented);
		await pbjs("--no-comments", "--out", bare);
		const code = withImports(readFileSync(bare, "utf8"));
		const types = readFileSync(join(directory, "commented.d.ts"), "utf8");
		return {
			[codePath]: `// Generated from ${protoPath} by \`npm run generate\`.\n${compact(code)}`,
			[typesPath]:
				`// Generated from ${protoPath} by \`npm run generate\`.\n` +
				compact(types.replace('import Long = require("long");', 'import Long from "long";')),
		};
	} finally {
		rmSync(directory, { recursive: true });
	}
}

async function pbjs(...more: readonly string[]): Promise<void> {
	const program = join(repositoryRoot, "node_modules", ".bin", "pbjs");
	const argv = [process.execPath, "--bun", program, ...options, ...more, protoPath];
	await run({ argv, cwd: repositoryRoot });
}

function withImports(code: string): string {
	return code.replace(/^\/\*off\*\/\n/, "").replace(/^import \$protobuf .*\n/m, imports);
}

/** Tabs for spaces, no empty lines at ends: half the size. */
function compact(text: string): string {
	return text
		.split("\n")
		.map((line) => line.replace(/^ +/, (spaces) => "\t".repeat(spaces.length / 4)).trimEnd())
		.join("\n")
		.replaceAll(/\n{2,}/g, "\n");
}
