import { type Check, isTest, type Problem, problemsByLine } from "./source-file.ts";

interface BannedWord {
	readonly pattern: RegExp;
	/** The files in which the word is banned. */
	readonly where: (path: string) => boolean;
	readonly instead: string;
}

const inCore = (path: string): boolean => /^userland\/core\//.test(path) && !isTest(path);
const inCode = (path: string): boolean => /\.(ts|mjs|c|h)$/.test(path);
const inTests = (path: string): boolean => isTest(path) || path.startsWith("qemu-tests/cases/");
const everywhere = (path: string): boolean => path !== "bun.lock";

/** The patterns are written so that none matches its own line. */
const bannedWords: readonly BannedWord[] = [
	{ pattern: /\bDate\s*\.\s*now\b/, where: inCore, instead: "take the time as a number" },
	{ pattern: /\bMath\s*\.\s*random\b/, where: inCore, instead: "take a source of randomness" },
	{
		pattern: /\bconsole\.(?:log|error|info|warn)\b/,
		where: inCode,
		instead: "write to process.stdout or process.stderr",
	},
	{
		pattern: /\bsleep\s?\(/,
		where: (path) => path.startsWith("qemu-tests/cases/"),
		instead: "wait for an event",
	},
	{
		pattern: /\b(?:test|it|describe)\.(?:skip|only|todo|fails)\b/,
		where: inTests,
		instead: "run it, or delete it",
	},
	{ pattern: /\b(?:TO[D]O|FIX[M]E|X{3})\b/, where: everywhere, instead: "do it, or file an issue" },
	{
		pattern: /\b(?:deb|security|snapshot|ftp)\.debian\.org\b/,
		where: everywhere,
		instead: "take the mirror from the machine's own apt sources",
	},
	{
		pattern: /\bregistry\.(?:npmjs|yarnpkg)\b/,
		where: everywhere,
		instead: "npm knows its registry",
	},
	{
		pattern: /(?:^|[\s"'`=:(])\/(?:root|home)\/\w/,
		where: everywhere,
		instead: "no path of one machine belongs into the repository",
	},
	{
		pattern: /\bimport\.meta\.dir\b/,
		where: inCode,
		instead: "import.meta.dirname exists in tests too",
	},
	{ pattern: /^(?:<{7}|>{7})\s/, where: everywhere, instead: "finish the merge" },
	{
		pattern: /@ts-(?:ignore|nocheck|expect-error)\b/,
		where: inCode,
		instead: "say it in types",
	},
];

/** None of the banned words stands where it is banned. */
export const checkWords: Check = (files) =>
	files.flatMap((file) =>
		bannedWords
			.filter((word) => word.where(file.path))
			.flatMap((word): Problem[] =>
				problemsByLine(file, (line) => {
					const found = word.pattern.exec(line);
					return found === null ? undefined : `\`${found[0].trim()}\`: ${word.instead}`;
				}),
			),
	);
