import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from "node:fs";
import { join } from "node:path";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import type { ToolTree } from "../tools/tree.ts";

const sourceDirectory = import.meta.dirname;

/** What decides: part of both programs. */
const pureSources: readonly string[] = [
	"boot-header.c",
	"crc32.c",
	"gpt.c",
	"key-file.c",
	"layout.c",
	"line.c",
	"mbr.c",
	"plan.c",
	"record.c",
	"release.c",
	"sha256-fast.c",
	"sha256.c",
	"slots.c",
	"status.c",
];
const efiSources: readonly string[] = [
	"clock.c",
	"console.c",
	"disk.c",
	"enrol.c",
	"flush.c",
	"image.c",
	"main.c",
	"minimum.c",
	"own-disk.c",
	"watchdog.c",
];
const hostSources: readonly string[] = ["host.c", "host-answers.c"];

const commonFlags: readonly string[] = [
	"-std=gnu17",
	"-O2",
	"-Wall",
	"-Wextra",
	"-Wshadow",
	"-Wvla",
	"-Werror",
	// The same bits wherever the checkout is.
	`-ffile-prefix-map=${sourceDirectory}=boot-selector`,
];

/** In tests undefined behaviour ends the program. */
const hostFlags: readonly string[] = ["-fsanitize=undefined", "-fno-sanitize-recover=all"];

const efiFlags: readonly string[] = [
	"-ffreestanding",
	"-fpic",
	"-fshort-wchar",
	"-fno-strict-aliasing",
	"-fno-stack-protector",
	"-fno-stack-check",
	"-fno-merge-constants",
	"-fno-asynchronous-unwind-tables",
	"-mno-red-zone",
	"-maccumulate-outgoing-args",
	"-DGNU_EFI_USE_MS_ABI",
	"-isystem/usr/include/efi",
	"-isystem/usr/include/efi/x86_64",
];

const linkFlags: readonly string[] = [
	"-nostdlib",
	"-znocombreloc",
	"-znoexecstack",
	"-shared",
	"-Bsymbolic",
	"--no-undefined",
	"--build-id=none",
	"-T",
	"/usr/lib/elf_x86_64_efi.lds",
	"/usr/lib/crt0-efi-x86_64.o",
];
const linkLibraries: readonly string[] = ["-L/usr/lib", "-lgnuefi", "-lefi"];

const sections = [".text", ".sdata", ".data", ".dynamic", ".rodata", ".rela", ".reloc", ".sbat"];

/** Subsystem 10 is an EFI application. */
const objcopyFlags: readonly string[] = [
	...sections.flatMap((section) => ["-j", section]),
	"--target=efi-app-x86_64",
	"--subsystem=10",
];

/**
 * Builds the selector, unless the cache has it: a PE program for UEFI, not yet signed. The same
 * sources and tools give the same bits. Also returns the key of its content, for what depends on
 * it.
 */
export async function ensureSelector(tree: ToolTree): Promise<{ efi: string; key: string }> {
	const key = buildKey(tree);
	const directory = join(cacheDirectory(), `selector-${key}`);
	const efi = join(directory, "selector.efi");
	if (!existsSync(efi)) {
		await buildInto(directory, (staging) => buildSelector(tree, staging));
	}
	return { efi, key };
}

/** Builds the pure part as a program for this host (see `host.ts`), unless the cache has it. */
export async function ensureSelectorHost(tree: ToolTree): Promise<string> {
	const directory = join(cacheDirectory(), `selector-host-${buildKey(tree)}`);
	if (!existsSync(directory)) {
		await buildInto(directory, async (staging) => {
			const sources = inDirectory([...pureSources, ...hostSources]);
			const program = join(staging, "selector-host");
			// Static: it runs on the host, outside the tool tree.
			await tree.run({
				argv: ["gcc", ...commonFlags, ...hostFlags, "-static", "-o", program, ...sources],
			});
		});
	}
	return join(directory, "selector-host");
}

/**
 * Builds the selector afresh into `directory`, past the cache; for the test that two builds are
 * equal.
 */
export async function buildSelector(tree: ToolTree, directory: string): Promise<string> {
	const sources = inDirectory([...pureSources, ...efiSources]);
	return await buildEfiProgram(tree, { sources, efi: join(directory, "selector.efi") });
}

/** Compiles C sources with gnu-efi's start-up code into a PE program for UEFI. */
export async function buildEfiProgram(
	tree: ToolTree,
	program: {
		readonly sources: readonly string[];
		readonly efi: string;
		/** More flags for the compiler. */
		readonly flags?: readonly string[];
	},
): Promise<string> {
	const { sources, efi, flags = [] } = program;
	const objects = sources.map((_, index) => `${efi}.${index}.o`);
	for (const [index, source] of sources.entries()) {
		const object = objects[index] ?? "";
		await tree.run({
			argv: ["gcc", ...commonFlags, ...efiFlags, ...flags, "-c", "-o", object, source],
		});
	}
	const shared = `${efi}.so`;
	await tree.run({ argv: ["ld", ...linkFlags, ...objects, ...linkLibraries, "-o", shared] });
	await tree.run({
		argv: ["objcopy", ...objcopyFlags, shared, efi],
		// Without it objcopy writes the time of the build into the PE header.
		env: { SOURCE_DATE_EPOCH: "0" },
	});
	for (const leftover of [...objects, shared]) {
		rmSync(leftover);
	}
	return efi;
}

/**
 * Builds beside the final place and renames, so that neither an interrupted nor a second build
 * does harm.
 */
export async function buildInto(
	directory: string,
	build: (staging: string) => Promise<unknown>,
): Promise<void> {
	mkdirSync(cacheDirectory(), { recursive: true });
	const staging = mkdtempSync(`${directory}.partial-`);
	try {
		await build(staging);
		renameInto(staging, directory);
	} finally {
		rmSync(staging, { recursive: true, force: true });
	}
}

function renameInto(staging: string, directory: string): void {
	try {
		renameSync(staging, directory);
	} catch (error) {
		// Somebody else was faster, with the same bits.
		if (!existsSync(directory)) {
			throw error;
		}
	}
}

function inDirectory(names: readonly string[]): string[] {
	return names.map((name) => join(sourceDirectory, name));
}

function buildKey(tree: ToolTree): string {
	const names = readdirSync(sourceDirectory)
		.filter((name) => /\.[ch]$/.test(name) || name === "build.ts")
		.sort();
	const contents = names.flatMap((name) => [name, readFileSync(join(sourceDirectory, name))]);
	return contentKey([tree.path.split("-").at(-1) ?? "", ...contents]);
}
