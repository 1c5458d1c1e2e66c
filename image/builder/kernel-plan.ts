import { type AskedOption, askedConfig } from "../../kernel-config/fragments.ts";
import { SomaError } from "../../userland/lib/errors.ts";

/** Raised when this program builds the same inputs into something else. */
const recipeVersion = 1;

/** The Debian package whose tarball holds the kernel's source. */
export const sourcePackage = "linux-source-6.12";

/** Where that package puts its tarball, below the root of the tool tree. */
export const sourceTarball = `usr/src/${sourcePackage}.tar.xz`;

/** Objects of a whole build with the present fragments; only the progress lines use it. */
const expectedObjects = 2640;

/** Everything that decides the bits of a kernel. */
export interface KernelInputs {
	/** Version of the Debian source package. */
	readonly sourceVersion: string;
	/** First lines of `gcc --version` and `ld --version`. */
	readonly compiler: string;
	readonly options: readonly AskedOption[];
}

/** The parts of the cache key; reasons in fragments are not among them. */
export function kernelKeyParts(inputs: KernelInputs): readonly string[] {
	return [
		`recipe ${recipeVersion}`,
		inputs.sourceVersion,
		inputs.compiler,
		askedConfig(inputs.options),
	];
}

/** The version of a package in dpkg's status file (deb-control(5) stanzas), or undefined. */
export function packageVersion(status: string, name: string): string | undefined {
	const stanza = status.split("\n\n").find((part) => part.startsWith(`Package: ${name}\n`));
	return /^Version: (.+)$/m.exec(stanza ?? "")?.[1];
}

/** The version of the source package in the tool tree, from dpkg's status file. */
export function sourceVersionOf(status: string): string {
	const version = packageVersion(status, sourcePackage);
	if (version === undefined) {
		throw new SomaError({
			code: "kernel-source-missing",
			message: `the tool tree has no package ${sourcePackage}`,
			hint: "remove the tool tree from the cache and run `npm run setup`",
		});
	}
	return version;
}

/**
 * The settings of make that keep the machine, the user and the hour out of the image (the kernel's
 * Documentation/kbuild/reproducible-builds.rst). The time is the age of the source.
 */
export function reproducibleSettings(sourceTime: Date): readonly string[] {
	return [
		"ARCH=x86_64",
		`KBUILD_BUILD_TIMESTAMP=${sourceTime.toISOString().replace(/\.\d+Z$/, "Z")}`,
		"KBUILD_BUILD_USER=soma",
		"KBUILD_BUILD_HOST=soma",
		"KBUILD_BUILD_VERSION=1",
	];
}

/** True for a line of make that tells of a finished object. */
export function isObjectLine(line: string): boolean {
	return /^ {2}(?:CC|AS) {2,}\S/.test(line);
}

/** How far the compiler is: `1440 of about 3200 objects (45 %), net/core/dev.o`. */
export function objectProgress(done: number, latest: string, expected = expectedObjects): string {
	const total = Math.max(expected, done);
	const share = Math.min(99, Math.floor((100 * done) / total));
	return `${done} of about ${total} objects (${share} %), ${latest.trim().split(/\s+/)[1] ?? ""}`;
}

/**
 * The firmware files that built-in drivers may ask for, below `/usr/lib/firmware`, sorted; from the
 * kernel's `modules.builtin.modinfo` (NUL-terminated `driver.field=value`).
 */
export function firmwareNames(moduleFacts: string): readonly string[] {
	const names = moduleFacts
		.split("\0")
		.map((fact) => /^\w+\.firmware=(.+)$/.exec(fact)?.[1])
		.filter((name) => name !== undefined);
	return [...new Set(names)].sort();
}

/** The end of make's output that says why it failed: lines with an error, else the last ones. */
export function failureOf(output: string): string {
	const lines = output.split("\n").filter((line) => line.trim() !== "");
	const errors = lines.filter((line) => /\berror\b|\*\*\*|No space left|Killed/i.test(line));
	return (errors.length > 0 ? errors.slice(0, 12) : lines.slice(-12)).join("\n    ");
}
