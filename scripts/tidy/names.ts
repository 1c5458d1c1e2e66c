import type { Check } from "./source-file.ts";

const conventional = new Set(["README.md", "LICENSE", "Makefile", "package.json"]);
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** The file system of the image, whose names other programs dictate. */
const foreignTrees = /^image\/mkosi\//;

/** File and folder names are kebab-case, unless a tool dictates them. */
export const checkNames: Check = (files) =>
	files
		.filter((file) => !foreignTrees.test(file.path))
		.flatMap((file) => {
			const wrong = file.path
				.split("/")
				.filter((part) => !(conventional.has(part) || part.startsWith(".")))
				.find((part) => !kebabCase.test(part));
			return wrong === undefined
				? []
				: [{ path: file.path, line: 0, message: `\`${wrong}\` is not kebab-case` }];
		});
