import { expect, test } from "vitest";
import { checkLinks, checkTitles } from "./documents.ts";
import { checkImportDirection, checkOrphans, importsOf } from "./imports.ts";
import { checkNames } from "./names.ts";
import { checkFileLength, checkFileSize, checkFunctionLength, checkLineWidth } from "./shape.ts";
import { type Check, problemText, type SourceFile } from "./source-file.ts";
import { checkSubcommands } from "./subcommands.ts";
import { checkWords } from "./words.ts";

function file(path: string, text = ""): SourceFile {
	return { path, text, sizeBytes: text.length };
}

function found(check: Check, ...files: SourceFile[]): string[] {
	return check(files).map(problemText);
}

test("a file of 350 lines passes and one of 351 does not", () => {
	expect(found(checkFileLength, file("a.ts", "x\n".repeat(350)))).toEqual([]);
	expect(found(checkFileLength, file("a.ts", "x\n".repeat(351)))).toHaveLength(1);
	expect(found(checkFileLength, file("a.md", "x\n".repeat(999)))).toEqual([]);
});

test("a wide line is named with its number, and a tab counts two columns", () => {
	const text = `ok\n${"x".repeat(101)}\n\t${"x".repeat(98)}\n`;
	expect(found(checkLineWidth, file("a.c", text))).toEqual(["a.c:2: 101 columns, more than 100"]);
});

test("a C function of 71 lines is too long, a table of any length is not", () => {
	const long = `int main(void) {\n${"\tx();\n".repeat(69)}}\n`;
	expect(found(checkFunctionLength, file("a.c", long))).toEqual([
		"a.c:1: function of 71 lines, more than 70",
	]);
	const short = `static int\nf(int a)\n{\n${"\tx();\n".repeat(68)}}\n`;
	expect(found(checkFunctionLength, file("a.c", short))).toEqual([]);
	const table = `static const int table[] = {\n${"\t1,\n".repeat(99)}};\n`;
	expect(found(checkFunctionLength, file("a.c", table))).toEqual([]);
});

test("a big file is named", () => {
	expect(found(checkFileSize, { path: "a.bin", text: "", sizeBytes: 307_201 })).toHaveLength(1);
	expect(found(checkFileSize, { path: "a.bin", text: "", sizeBytes: 307_200 })).toEqual([]);
});

test.each([
	["scripts/tidy.test.ts", true],
	["docs/decisions/0001-dependencies.md", true],
	["README.md", true],
	[".ci/run", true],
	["image/mkosi/mkosi.extra/usr/lib/systemd/system/getty@.service", true],
	["scripts/camelCase.ts", false],
	["scripts/snake_case.ts", false],
	["Docs/a.md", false],
])("name %s: %j", (path, good) => {
	expect(found(checkNames, file(path))).toHaveLength(good ? 0 : 1);
});

test("imports are found in all their forms", () => {
	const text = [
		'import { a } from "./a.ts";',
		'import "../b.ts";',
		'export type { C } from "../../c.ts";',
		'const d = await import("./deep/d.ts");',
		'import { e } from "vitest";',
	].join("\n");
	expect(importsOf(file("x/y/z.ts", text))).toEqual([
		"x/y/a.ts",
		"x/b.ts",
		"c.ts",
		"x/y/deep/d.ts",
	]);
});

test.each([
	["userland/core/a.ts", "../lib/b.ts", 0],
	["userland/core/a.ts", "../system/b.ts", 1],
	["userland/core/a.test.ts", "../../image/vectors.ts", 0],
	["userland/lib/a.ts", "../core/b.ts", 1],
	["userland/system/a.ts", "../applets/b.ts", 1],
	["image/builder/a.ts", "../../scripts/b.ts", 1],
	["image/builder/a.ts", "../../userland/core/b.ts", 0],
	["qemu-tests/lab/a.ts", "../../userland/applets/soma/b.ts", 1],
	["scripts/a.ts", "../qemu-tests/lab/b.ts", 0],
])("%s importing %s gives %d problems", (path, target, count) => {
	expect(found(checkImportDirection, file(path, `import "${target}";`))).toHaveLength(count);
});

test("a module that only a test reaches is an orphan, a simulator is not", () => {
	const files = [
		file("scripts/main.ts", 'import "./used.ts";'),
		file("scripts/used.ts"),
		file("scripts/unused.ts"),
		file("scripts/unused.test.ts", 'import "./unused.ts"; import "../userland/testing/clock.ts"'),
		file("userland/testing/clock.ts"),
		file("userland/testing/dead.ts"),
	];
	expect(found(checkOrphans, ...files).map((line) => line.split(":")[0])).toEqual([
		"scripts/unused.ts",
		"userland/testing/dead.ts",
	]);
});

test("a C file that nobody names is an orphan", () => {
	const files = [file("image/a.c", '#include "b.h"'), file("image/b.h"), file("image/c.h")];
	const builder = file("scripts/main.ts", 'const sources = ["a.c"];');
	expect(found(checkOrphans, builder, ...files)).toHaveLength(1);
});

test("a document has one title, and code in it is not one", () => {
	expect(found(checkTitles, file("a.md", "# One\n```sh\n# comment\n```\n"))).toEqual([]);
	expect(found(checkTitles, file("a.md", "# One\n# Two\n"))).toHaveLength(1);
	expect(found(checkTitles, file("a.md", "text\n"))).toHaveLength(1);
});

test("a dead link is named", () => {
	const readme = file("README.md", "# R\n[a](docs/a.md) [b](docs/) [c](docs/c.md#x) [d](#e)");
	expect(found(checkLinks, readme, file("docs/a.md", "# A\n[up](../README.md)"))).toEqual([
		"README.md: the link docs/c.md leads nowhere",
	]);
});

test.each([
	["userland/core/a.ts", `const t = Date${"."}now();`],
	["userland/core/a.ts", `const t = Math${"."}random();`],
	["image/a.ts", `console${"."}log(1);`],
	["qemu-tests/cases/a.test.ts", `await sleep${"("}3);`],
	["image/a.test.ts", `test${"."}skip("x", () => {});`],
	["image/a.ts", `// TO${"D"}O later`],
	["image/a.ts", `"http://deb${"."}debian.org/debian"`],
	["docs/a.md", `see /ro${"o"}t/x`],
	["image/a.ts", `// @ts${"-"}ignore`],
])("a banned word in %s: %s", (path, text) => {
	expect(found(checkWords, file(path, text))).toHaveLength(1);
});

test.each([
	["userland/applets/a.ts", `const t = Date${"."}now();`],
	["userland/system/a.ts", "await sleep(3);"],
	["image/a.ts", 'const home = "/var/home/x";'],
	["image/a.ts", 'HOME: "/root",'],
])("no banned word in %s: %s", (path, text) => {
	expect(found(checkWords, file(path, text))).toEqual([]);
});

test("scripts and subcommands must be the same", () => {
	const main = file("scripts/main.ts", "\tsetup: async () => x,\n\tcheck: async () => y,\n");
	const manifest = file(
		"package.json",
		'{"scripts": {"setup": "node scripts/run.mjs setup", "test": "node scripts/run.mjs test"}}',
	);
	expect(found(checkSubcommands, main, manifest)).toEqual([
		"package.json: the script test does not run a subcommand of that name",
		"scripts/main.ts: package.json has no script for the subcommand check",
	]);
});
