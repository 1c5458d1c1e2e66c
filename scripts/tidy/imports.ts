import { type Check, isCode, isTest, type SourceFile } from "./source-file.ts";

/** Which part of the repository may import which other parts. Tests may import anything. */
const directions: readonly {
	readonly from: RegExp;
	readonly may: RegExp;
	readonly says: string;
}[] = [
	{ from: /^userland\/lib\//, may: /^userland\/lib\//, says: "lib imports lib only" },
	{
		from: /^userland\/core\//,
		may: /^userland\/(core|lib)\//,
		says: "core imports core and lib only",
	},
	{
		from: /^userland\/system\//,
		may: /^userland\/(system|core|lib)\//,
		says: "system imports core and lib",
	},
	{
		from: /^userland\/testing\//,
		may: /^userland\/(testing|system|core|lib)\//,
		says: "testing implements the interfaces of system",
	},
	{
		from: /^userland\/applets\//,
		may: /^userland\/(applets|system|core|lib)\//,
		says: "an applet imports core, lib and system",
	},
	{
		from: /^(image|kernel-config)\//,
		may: /^(image|kernel-config|userland\/(system|core|lib))\//,
		says: "the pipeline knows neither applets nor tests nor scripts",
	},
	{
		from: /^qemu-tests\//,
		may: /^(qemu-tests|image|userland\/(testing|system|core|lib))\//,
		says: "the lab looks at a machine from outside",
	},
	{
		from: /^scripts\//,
		may: /^(scripts|qemu-tests|image|kernel-config|userland\/(testing|system|core|lib))\//,
		says: "nobody imports an applet but userland/main.ts",
	},
];

/** Where a program, or a test that is a program's only user, starts. */
const entryPoints: readonly RegExp[] = [
	/^scripts\/(main\.ts|run\.mjs|tidy\.test\.ts)$/,
	/^userland\/main\.ts$/,
	/(^|\/)vitest\.config\.ts$/,
	/^qemu-tests\/cases\//,
];

/** What tests of one folder share, and nothing else uses: it may import what they may. */
const fixtures = /(^|\/)testing-[a-z-]+\.ts$/;

/** Simulators and fixtures may have tests as their only users. */
const forTests = /(^|\/)testing\/|(^|\/)testing-[a-z-]+\.ts$/;

/** The repository paths that a module names in import and export statements and in `import()`. */
export function importsOf(file: SourceFile): string[] {
	const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)["'](\.{1,2}\/[^"']+)["']/g;
	return [...file.text.matchAll(pattern)].map((match) => resolve(file.path, match[1] ?? ""));
}

function resolve(importer: string, specifier: string): string {
	const parts = importer.split("/").slice(0, -1);
	for (const part of specifier.split("/")) {
		if (part === "..") {
			parts.pop();
		} else if (part !== ".") {
			parts.push(part);
		}
	}
	return parts.join("/");
}

/** Every import points down: lib <- core <- applets -> system. */
export const checkImportDirection: Check = (files) =>
	files
		.filter(({ path }) => isCode(path) && !isTest(path) && !fixtures.test(path))
		.flatMap((file) => {
			const rule = directions.find((direction) => direction.from.test(file.path));
			if (rule === undefined) {
				return [];
			}
			return importsOf(file)
				.filter((target) => !rule.may.test(target))
				.map((target) => ({
					path: file.path,
					line: 0,
					message: `imports ${target}: ${rule.says}`,
				}));
		});

/**
 * Every module is reached from a program, and every C file is named by something that builds it.
 */
export const checkOrphans: Check = (files) => {
	const modules = files.filter((file) => /\.(ts|mjs)$/.test(file.path));
	const byPath = new Map(modules.map((file) => [file.path, file]));
	const reach = (starts: readonly string[]): ReadonlySet<string> => {
		const seen = new Set<string>();
		const queue = [...starts];
		for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
			const file = byPath.get(path);
			if (file !== undefined && !seen.has(path)) {
				seen.add(path);
				queue.push(...importsOf(file));
			}
		}
		return seen;
	};
	const paths = modules.map((file) => file.path);
	const fromPrograms = reach(paths.filter((path) => entryPoints.some((entry) => entry.test(path))));
	const fromTests = reach(paths.filter(isTest));
	const orphans = paths.filter(
		(path) =>
			!(isTest(path) || fromPrograms.has(path) || (forTests.test(path) && fromTests.has(path))),
	);
	const named = files.filter((file) => isCode(file.path)).map((file) => file.text);
	const unbuilt = files
		.map((file) => file.path)
		.filter((path) => /\.[ch]$/.test(path))
		.filter((path) => {
			const name = path.slice(path.lastIndexOf("/") + 1);
			const stem = name.replace(/\.[ch]$/, "");
			return !named.some((text) => text.includes(`"${name}"`) || text.includes(`"${stem}"`));
		});
	return [...orphans, ...unbuilt].map((path) => ({
		path,
		line: 0,
		message: "nothing but a test uses this file: use it, move it to testing/, or delete it",
	}));
};
