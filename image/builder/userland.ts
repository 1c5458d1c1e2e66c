import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from "node:fs";
import { join, relative } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import { run } from "../../userland/system/process.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { keepUsed } from "../tools/prune.ts";

const repository = join(import.meta.dirname, "..", "..");
const entry = "userland/main.ts";
const runtimePackage = "node_modules/@oven/bun-linux-x64-baseline";

/**
 * How the binary is made, apart from paths. Baseline: any x86-64 CPU from Nehalem on. Without
 * autoload: no `.env` or `bunfig.toml` of the working directory may change a system program.
 * Bytecode halves the start (8 ms instead of 15 ms) for 1.6 MB. Splitting keeps what is imported
 * late (gRPC, X.509, YAML) out of the start: 1 ms for them instead of 4. Identifiers keep their
 * names for the sake of stack traces. Packages that ask for `__dirname` would get the path of this
 * checkout, which nobody has on a node, and the names of parts would follow from it.
 */
const options: readonly string[] = [
	"--compile",
	"--target=bun-linux-x64-baseline",
	"--no-compile-autoload-dotenv",
	"--no-compile-autoload-bunfig",
	"--minify-syntax",
	"--minify-whitespace",
	"--bytecode",
	"--format=esm",
	"--splitting",
	"--define",
	'__dirname="/"',
];

/** The multi-call binary of userland. */
export interface Userland {
	/**
	 * Absolute path of the program; it must never be stripped, its payload is behind the last
	 * section.
	 */
	readonly binary: string;
	/** Names that the image links to it. */
	readonly links: readonly string[];
}

/**
 * Makes the binary, or takes it from the cache when no source file, option or runtime changed. The
 * same input gives the same bits, wherever it is built (the name of the output is part of them, so
 * it is always `soma`).
 */
export async function ensureUserland(): Promise<Userland> {
	const directory = join(cacheDirectory(), `userland-${contentKey(inputs())}`);
	const binary = join(directory, "soma");
	if (!existsSync(binary)) {
		await build(directory);
	}
	await keepUsed(directory, "userland-");
	return { binary, links: ["soma-agent"] };
}

/** Compiles into a directory that appears only when the binary in it is whole. */
async function build(directory: string): Promise<void> {
	mkdirSync(cacheDirectory(), { recursive: true });
	const staging = mkdtempSync(`${directory}.partial-`);
	try {
		await run({
			argv: [
				process.execPath,
				"build",
				...options,
				`--compile-executable-path=${join(repository, runtimePackage, "bin/bun")}`,
				entry,
				"--outfile",
				join(staging, "soma"),
			],
			cwd: repository,
		});
		rmSync(directory, { recursive: true, force: true });
		renameSync(staging, directory);
	} finally {
		rmSync(staging, { recursive: true, force: true });
	}
}

/** Everything that decides what the binary holds. */
function inputs(): (string | Uint8Array)[] {
	const runtime = join(repository, runtimePackage, "package.json");
	if (!existsSync(runtime)) {
		throw new SomaError({
			code: "runtime-missing",
			message: `the Bun runtime for the target, ${runtimePackage}, is not installed`,
			hint: "run `npm run setup`",
		});
	}
	const sources = readdirSync(join(repository, "userland"), {
		recursive: true,
		withFileTypes: true,
	})
		.filter((file) => file.isFile() && /\.[jt]s$/.test(file.name))
		.filter((file) => !file.name.endsWith(".test.ts"))
		.map((file) => relative(repository, join(file.parentPath, file.name)))
		.sort();
	return [
		Bun.version,
		...options,
		readFileSync(runtime),
		readFileSync(join(repository, "tsconfig.json")),
		readFileSync(join(repository, "bun.lock")), // the packages that are compiled in
		...sources.flatMap((path) => [path, readFileSync(join(repository, path))]),
	];
}
