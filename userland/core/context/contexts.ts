import * as v from "valibot";
import { isMap, LineCounter, type ParsedNode, parseDocument, stringify } from "yaml";
import { SomaError } from "../../lib/errors.ts";
import { nearest } from "../../lib/nearest.ts";
import { parseAddress } from "./address.ts";

/** What an operator's machine knows of a cluster, and who the operator is there. */
export interface OperatorContext {
	readonly cluster: string;
	/** Addresses of nodes, `[ID@]HOST[:PORT]`. */
	readonly nodes: readonly string[];
	/** The root authorities of the cluster, PEM. */
	readonly roots: string;
	/** The operator's certificate with its issuing authority, PEM. */
	readonly certificate: string;
	/** Its private key, PEM. */
	readonly key: string;
}

/** The file of contexts: `contexts.yaml`. */
export interface ContextFile {
	/** The name of the context that is used when none is named. */
	readonly current: string | undefined;
	readonly contexts: Readonly<Record<string, OperatorContext>>;
}

export const noContexts: ContextFile = { current: undefined, contexts: {} };

/** More than a thousand contexts; what is longer is another file. */
export const contextFileMaximumBytes = 16 * 1024 * 1024;

const pem = (kind: RegExp, what: string) =>
	v.pipe(
		v.string("is not text"),
		v.check((text) => {
			const labels = [...text.matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----$/gm)].map(([, name]) => name);
			return labels.length > 0 && labels.every((label) => kind.test(label ?? ""));
		}, `is no ${what} in PEM`),
	);

const contextSchema = v.strictObject({
	cluster: v.pipe(v.string("is not text"), v.nonEmpty("is empty")),
	nodes: v.array(
		v.pipe(v.string("is not text"), v.check(isAddress, "is no address of a node (HOST[:PORT])")),
		"is no list of addresses",
	),
	roots: pem(/^CERTIFICATE$/, "certificate"),
	certificate: pem(/^CERTIFICATE$/, "certificate"),
	key: pem(/^(EC |RSA )?PRIVATE KEY$/, "private key"),
});

const fileSchema = v.strictObject({
	current: v.optional(v.string("is not text")),
	contexts: v.optional(v.record(v.string(), contextSchema, "is no map of contexts"), {}),
});

/**
 * Reads the text of a file of contexts. All that is wrong comes in one error with the code
 * `contexts-invalid`, each with line and key; `path` is for its text.
 */
export function parseContexts(text: string, path: string): ContextFile {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const broken = document.errors.map(({ pos, message }) => ({
		line: lines.linePos(pos[0]).line,
		message,
	}));
	if (broken.length > 0) {
		throw invalid(path, broken);
	}
	const raw = toValue(document, path);
	if (raw === null || raw === undefined) {
		return noContexts;
	}
	if (!isMap(document.contents)) {
		throw invalid(path, [{ line: 1, message: "the file is no map with `contexts:`" }]);
	}
	const checked = v.safeParse(fileSchema, raw);
	if (!checked.success) {
		const problems = checked.issues.map((issue) => describeIssue(issue, document.contents, lines));
		throw invalid(path, problems);
	}
	const { current, contexts } = checked.output;
	for (const name of Object.keys(contexts)) {
		checkName(name);
	}
	if (current !== undefined && contexts[current] === undefined) {
		const line = lineOf(document.contents, lines, ["current"]);
		throw invalid(path, [{ line, message: `current: there is no context "${current}"` }]);
	}
	return { current, contexts };
}

/** The text of the file; what it says is private, since it holds keys. */
export function formatContexts(file: ContextFile): string {
	const { current, contexts } = file;
	return stringify(
		{ ...(current === undefined ? {} : { current }), contexts },
		{ lineWidth: 0, blockQuote: "literal", aliasDuplicateObjects: false },
	);
}

/** The file with one more context, which becomes the current one when it is the first. */
export function addContext(
	file: ContextFile,
	name: string,
	context: OperatorContext,
	options: { readonly replace: boolean },
): ContextFile {
	checkName(name);
	if (file.contexts[name] !== undefined && !options.replace) {
		throw new SomaError({
			code: "context-exists",
			message: `there is a context "${name}" already`,
			hint: "take another name, or give --replace",
		});
	}
	return {
		current: file.current ?? name,
		contexts: { ...file.contexts, [name]: context },
	};
}

/** The file without a context; when it was the current one, none is. */
export function removeContext(file: ContextFile, name: string): ContextFile {
	findContext(file, name);
	return {
		current: file.current === name ? undefined : file.current,
		contexts: Object.fromEntries(
			Object.entries(file.contexts).filter(([candidate]) => candidate !== name),
		),
	};
}

/** The context of this name; an error with the code `context-unknown` names the nearest one. */
export function findContext(file: ContextFile, name: string): OperatorContext {
	const found = Object.hasOwn(file.contexts, name) ? file.contexts[name] : undefined;
	if (found === undefined) {
		const names = Object.keys(file.contexts);
		const guess = nearest(name, names);
		const known = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
		const meant = guess === undefined ? "" : `; did you mean ${guess}?`;
		throw new SomaError({
			code: "context-unknown",
			message: `there is no context "${name}"${meant}`,
			hint: `${known}; \`soma context list\` shows them`,
		});
	}
	return found;
}

function checkName(name: string): void {
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) {
		throw new SomaError({
			code: "context-name-invalid",
			message: `"${name}" is no name of a context`,
			hint: "use letters, digits, dots, dashes and underscores, at most 63",
		});
	}
}

function isAddress(text: string): boolean {
	try {
		parseAddress(text);
		return true;
	} catch {
		return false;
	}
}

interface Problem {
	readonly line: number | undefined;
	readonly message: string;
}

function toValue(document: ReturnType<typeof parseDocument>, path: string): unknown {
	try {
		return document.toJS({ maxAliasCount: 100 });
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw invalid(path, [{ line: undefined, message }]);
	}
}

function describeIssue(
	issue: v.BaseIssue<unknown>,
	contents: ParsedNode | null,
	lines: LineCounter,
): Problem {
	const keys = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
	const place = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
	const isMissing = issue.type === "strict_object" && issue.input === undefined;
	const isUnknown = issue.type === "strict_object" && issue.expected === "never";
	const said = isUnknown ? `is an unknown key${suggestion(String(keys.at(-1)))}` : issue.message;
	const text = isMissing ? "is missing" : said;
	return {
		line: lineOf(contents, lines, isMissing ? keys.slice(0, -1) : keys),
		message: `${place.slice(1) || "the file"} ${text}`,
	};
}

function suggestion(word: string): string {
	const known = [...Object.keys(fileSchema.entries), ...Object.keys(contextSchema.entries)];
	const guess = nearest(word, known);
	return guess === undefined ? "" : `; did you mean ${guess}?`;
}

/** The line of the key at a path, or of the deepest part of the path that exists. */
function lineOf(
	contents: ParsedNode | null,
	lines: LineCounter,
	keys: readonly (string | number)[],
): number | undefined {
	let node: ParsedNode | null = contents;
	let line = node === null ? undefined : lines.linePos(node.range[0]).line;
	for (const key of keys) {
		if (isMap(node)) {
			const pair = node.items.find((item) => String(item.key) === String(key));
			if (pair === undefined) {
				return line;
			}
			line = lines.linePos(pair.key.range[0]).line;
			node = pair.value;
		} else {
			const value: unknown = node !== null && "get" in node ? node.get(key as never, true) : null;
			return isNode(value) ? lines.linePos(value.range[0]).line : line;
		}
	}
	return line;
}

function isNode(value: unknown): value is ParsedNode {
	return typeof value === "object" && value !== null && "range" in value && value.range !== null;
}

function invalid(path: string, problems: readonly Problem[]): SomaError {
	const texts = problems.map(({ line, message }) =>
		line === undefined ? `${path}: ${message}` : `${path}:${line}: ${message}`,
	);
	return new SomaError({
		code: "contexts-invalid",
		message: texts.join("\n  "),
		hint: "mend the file, or move it away and add the contexts again (`soma context add`)",
	});
}
