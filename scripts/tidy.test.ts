import { beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../image/tools/tree.ts";
import { checkLinks, checkTitles } from "./tidy/documents.ts";
import { checkImportDirection, checkOrphans } from "./tidy/imports.ts";
import { checkNames } from "./tidy/names.ts";
import { repositoryFiles } from "./tidy/repository.ts";
import {
	checkFileLength,
	checkFileSize,
	checkFunctionLength,
	checkLineWidth,
} from "./tidy/shape.ts";
import { type Check, problemText, type SourceFile } from "./tidy/source-file.ts";
import { checkSubcommands } from "./tidy/subcommands.ts";
import { checkWords } from "./tidy/words.ts";

const checks: readonly (readonly [string, Check])[] = [
	["files are short", checkFileLength],
	["lines are narrow", checkLineWidth],
	["C functions are short", checkFunctionLength],
	["no file is big", checkFileSize],
	["names are kebab-case", checkNames],
	["imports point down", checkImportDirection],
	["no file is an orphan", checkOrphans],
	["documents have one title", checkTitles],
	["links lead somewhere", checkLinks],
	["no banned word", checkWords],
	["scripts and subcommands are the same", checkSubcommands],
];

let files: readonly SourceFile[] = [];
beforeAll(async () => {
	files = await repositoryFiles(repositoryRoot);
	expect(files.length).toBeGreaterThan(20);
});

test.each(checks)("%s", (_name, check) => {
	const problems = check(files).map(problemText);
	if (problems.length > 0) {
		throw new Error(problems.join("\n"));
	}
});
