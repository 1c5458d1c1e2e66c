import { type Check, isCode, isTest, type Problem, problemsByLine } from "./source-file.ts";

/** The limits of `docs/style.md`. */
export const limits = {
	fileLines: 350,
	functionLines: 70,
	lineColumns: 100,
	fileSizeBytes: 300 * 1024,
	tabColumns: 2,
} as const;

/** No file of program text is longer than the limit. */
export const checkFileLength: Check = (files) =>
	files
		.filter((file) => isCode(file.path))
		.flatMap((file) => {
			const lines = file.text.split("\n").length - 1;
			return lines <= limits.fileLines
				? []
				: [
						{
							path: file.path,
							line: 0,
							message: `${lines} lines, more than ${limits.fileLines}: split it by nouns`,
						},
					];
		});

/** No line of program text is wider than the limit, comments and strings included. */
export const checkLineWidth: Check = (files) =>
	files
		.filter((file) => isCode(file.path))
		.flatMap((file) =>
			problemsByLine(file, (line) => {
				const columns = line.replaceAll("\t", " ".repeat(limits.tabColumns)).length;
				return columns <= limits.lineColumns
					? undefined
					: `${columns} columns, more than ${limits.lineColumns}`;
			}),
		);

/** No C function is longer than the limit (the linter measures the TypeScript ones). */
export const checkFunctionLength: Check = (files) =>
	files
		.filter((file) => /\.[ch]$/.test(file.path) && !isTest(file.path))
		.flatMap((file) => longFunctions(file.path, file.text));

function longFunctions(path: string, text: string): Problem[] {
	const problems: Problem[] = [];
	let start: number | undefined;
	for (const [index, line] of text.split("\n").entries()) {
		if (line.startsWith("{") || /^[A-Za-z_].*\)\s*\{$/.test(line)) {
			start = index;
		} else if (line.startsWith("}") && start !== undefined) {
			const lines = index - start + 1;
			if (lines > limits.functionLines) {
				const message = `function of ${lines} lines, more than ${limits.functionLines}`;
				problems.push({ path, line: start + 1, message });
			}
			start = undefined;
		}
	}
	return problems;
}

/** No tracked file is big: a repository is for what people write. */
export const checkFileSize: Check = (files) =>
	files.flatMap((file) =>
		file.sizeBytes <= limits.fileSizeBytes
			? []
			: [
					{
						path: file.path,
						line: 0,
						message: `${file.sizeBytes} bytes, more than ${limits.fileSizeBytes}: generate it`,
					},
				],
	);
