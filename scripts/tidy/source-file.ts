/** One tracked file of the repository. */
export interface SourceFile {
	/** Relative to the root of the repository, with forward slashes. */
	readonly path: string;
	/** Empty for a file that is not text. */
	readonly text: string;
	readonly sizeBytes: number;
}

/** Something that a tidy check found: where it is and what is wrong, in one line. */
export interface Problem {
	readonly path: string;
	/** Counted from 1; 0 when the whole file is meant. */
	readonly line: number;
	readonly message: string;
}

/** A check looks at all files and names every problem. */
export type Check = (files: readonly SourceFile[]) => readonly Problem[];

/** `path:line: message`, or `path: message` for the whole file. */
export function problemText(problem: Problem): string {
	const place = problem.line === 0 ? problem.path : `${problem.path}:${problem.line}`;
	return `${place}: ${problem.message}`;
}

/** The text after the last dot of a path, or the empty string. */
export function extensionOf(path: string): string {
	const name = path.slice(path.lastIndexOf("/") + 1);
	const dot = name.lastIndexOf(".");
	return dot <= 0 ? "" : name.slice(dot + 1);
}

const codeExtensions = new Set(["ts", "mjs", "c", "h"]);

/** True for files in which people write program text. */
export function isCode(path: string): boolean {
	return codeExtensions.has(extensionOf(path));
}

/** True for files that hold tests. */
export function isTest(path: string): boolean {
	return /\.test\.(ts|c)$/.test(path);
}

/** Every line that matches, as a problem. */
export function problemsByLine(
	file: SourceFile,
	judge: (line: string) => string | undefined,
): Problem[] {
	return file.text.split("\n").flatMap((line, index) => {
		const message = judge(line);
		return message === undefined ? [] : [{ path: file.path, line: index + 1, message }];
	});
}
