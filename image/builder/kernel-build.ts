import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statfsSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { requireKnown, requireTaken } from "../../kernel-config/check.ts";
import { askedConfig } from "../../kernel-config/fragments.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { ToolTree } from "../tools/tree.ts";
import {
	failureOf,
	firmwareNames,
	isObjectLine,
	type KernelInputs,
	objectProgress,
	reproducibleSettings,
	sourcePackage,
	sourceTarball,
} from "./kernel-plan.ts";

/** What is known about a finished kernel: `facts.json`, for the SBOM. */
interface KernelFacts {
	readonly version: string;
	readonly sourcePackage: string;
	readonly sourceVersion: string;
	readonly license: string;
	readonly compiler: string;
	readonly sourceTime: string;
}

type Report = (line: string) => void;

const neededSpaceBytes = 3 * 1024 ** 3;

/**
 * Builds the kernel in `DIRECTORY.partial` and renames what is kept to `directory`. What an
 * interrupted build left there is used. The caller holds the lock.
 */
export async function buildKernel(
	tree: ToolTree,
	inputs: KernelInputs,
	directory: string,
	report: Report,
): Promise<void> {
	const partial = `${directory}.partial`;
	mkdirSync(partial, { recursive: true });
	const source = await unpack(tree, partial, report);
	const sourceTime = statSync(join(source, "Makefile")).mtime;
	const settings = reproducibleSettings(sourceTime);
	await configure(tree, inputs, source, settings, report);
	await compile(tree, source, settings, report);
	const result = join(partial, "result");
	collect(source, result, {
		version: readFileSync(join(source, "include/config/kernel.release"), "utf8").trim(),
		sourcePackage,
		sourceVersion: inputs.sourceVersion,
		license: "GPL-2.0-only WITH Linux-syscall-note",
		compiler: inputs.compiler,
		sourceTime: sourceTime.toISOString(),
	});
	renameSync(result, directory);
	rmSync(partial, { recursive: true, force: true });
}

/** The source tree of this build, unpacked unless an interrupted build left it. */
async function unpack(tree: ToolTree, partial: string, report: Report): Promise<string> {
	const source = join(partial, "source");
	if (existsSync(source)) {
		report("going on with the interrupted build");
		return source;
	}
	requireSpace(partial);
	report("unpacking the source");
	const staging = join(partial, "unpacking");
	rmSync(staging, { recursive: true, force: true });
	mkdirSync(staging);
	await tree.run({
		argv: ["tar", "--extract", "--no-same-owner", "--strip-components=1", "--file"].concat(
			`/${sourceTarball}`,
		),
		cwd: staging,
	});
	renameSync(staging, source);
	return source;
}

function requireSpace(path: string): void {
	const { bavail, bsize } = statfsSync(path);
	const freeBytes = bavail * bsize;
	if (freeBytes < neededSpaceBytes) {
		throw new SomaError({
			code: "disk-full",
			message: `the build of the kernel needs ${neededSpaceBytes} bytes in ${path}`,
			facts: { freeBytes },
			hint: "free space there, or set XDG_CACHE_HOME to a directory on another disk",
		});
	}
}

/** Makes the `.config` and fails before anything is compiled when an option did not take. */
async function configure(
	tree: ToolTree,
	inputs: KernelInputs,
	source: string,
	settings: readonly string[],
	report: Report,
): Promise<void> {
	report("configuring");
	const asked = join(source, "..", "asked.config");
	writeFileSync(asked, askedConfig(inputs.options));
	const { stdout, stderr } = await tree.run({
		argv: ["make", ...settings, "allnoconfig"],
		cwd: source,
		env: { KCONFIG_ALLCONFIG: asked, KCONFIG_WARN_UNKNOWN_SYMBOLS: "1" },
	});
	requireKnown(inputs.options, `${stdout}\n${stderr}`);
	requireTaken(inputs.options, readFileSync(join(source, ".config"), "utf8"));
}

async function compile(
	tree: ToolTree,
	source: string,
	settings: readonly string[],
	report: Report,
): Promise<void> {
	let done = countObjects(source);
	report(`compiling; ${done} objects are there`);
	const result = await tree.runUnchecked({
		argv: ["nice", "make", `-j${availableParallelism()}`, ...settings, "bzImage"],
		cwd: source,
		onLine: (line) => {
			if (isObjectLine(line)) {
				done += 1;
				report(objectProgress(done, line));
			} else if (line.trim() !== "") {
				report(line);
			}
		},
	});
	if (result.exitCode !== 0) {
		const failure = failureOf(`${result.stdout}\n${result.stderr}`);
		throw new SomaError({
			code: "kernel-build-failed",
			message: `the kernel did not compile:\n    ${failure}`,
			hint: `start the same command again to go on; remove ${join(source, "..")} to begin anew`,
		});
	}
}

function countObjects(source: string): number {
	return readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) =>
		path.endsWith(".o"),
	).length;
}

/** Copies what is kept of a build: the image, its configuration, its symbols, its licences. */
function collect(source: string, result: string, facts: KernelFacts): void {
	rmSync(result, { recursive: true, force: true });
	mkdirSync(result);
	cpSync(join(source, "arch/x86/boot/bzImage"), join(result, "bzImage"));
	cpSync(join(source, ".config"), join(result, "config"));
	cpSync(join(source, "System.map"), join(result, "System.map"));
	cpSync(join(source, "COPYING"), join(result, "COPYING"));
	cpSync(join(source, "LICENSES"), join(result, "LICENSES"), { recursive: true });
	const moduleFacts = readFileSync(join(source, "modules.builtin.modinfo"), "latin1");
	writeFileSync(join(result, "firmware"), `${firmwareNames(moduleFacts).join("\n")}\n`);
	writeFileSync(join(result, "release"), `${facts.version}\n`);
	writeFileSync(join(result, "facts.json"), `${JSON.stringify(facts, null, "\t")}\n`);
}
