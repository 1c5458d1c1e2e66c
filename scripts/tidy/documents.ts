import { type Check, extensionOf } from "./source-file.ts";

/** Each Markdown document has exactly one title, on its first line. */
export const checkTitles: Check = (files) =>
	files
		.filter((file) => extensionOf(file.path) === "md")
		.flatMap((file) => {
			const prose = file.text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
			const titles = prose.split("\n").filter((line) => /^# /.test(line)).length;
			return titles === 1 && file.text.startsWith("# ")
				? []
				: [
						{
							path: file.path,
							line: 0,
							message: `${titles} titles: a document has one, on its first line`,
						},
					];
		});

/** Each relative link of a Markdown document leads to a tracked file or folder. */
export const checkLinks: Check = (files) => {
	const paths = files.map((file) => file.path);
	return files
		.filter((file) => extensionOf(file.path) === "md")
		.flatMap((file) => {
			const base = new URL(`file:///${file.path}`);
			return [...file.text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
				.map((match) => match[1] ?? "")
				.filter((target) => !/^[a-z]+:/.test(target))
				.filter((target) => {
					const path = decodeURI(new URL(target, base).pathname).slice(1).replace(/\/$/, "");
					return !paths.some((known) => known === path || known.startsWith(`${path}/`));
				})
				.map((target) => ({
					path: file.path,
					line: 0,
					message: `the link ${target} leads nowhere`,
				}));
		});
};
