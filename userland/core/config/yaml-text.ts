import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";
import type { Position, Problem } from "./problem.ts";

/** Bounds of a configuration; what is beyond them is refused before it costs anything. */
export const yamlBounds = {
	/** Longer contents belong into files of their own (`local`). */
	sizeBytes: 1024 * 1024,
	depth: 64,
	/** Values after aliases were followed. */
	values: 50_000,
	problems: 100,
} as const;

/** A parsed text, or why it is none. */
export type ParsedYaml =
	| { readonly document: Document.Parsed; readonly positionAt: (offset: number) => Position }
	| { readonly problems: readonly Problem[] };

/** Parses one YAML document (1.2, core schema) without following aliases or reading values. */
export function parseYaml(bytes: Uint8Array): ParsedYaml {
	if (bytes.length > yamlBounds.sizeBytes) {
		return whole(
			`${bytes.length} bytes, more than ${yamlBounds.sizeBytes}`,
			"put long contents into files of their own and name them with `local`",
		);
	}
	const text = decode(bytes);
	if (text === undefined) {
		return whole("not UTF-8", "save the file as UTF-8");
	}
	const lines = new LineCounter();
	const positionAt = (offset: number): Position => {
		const { line, col } = lines.linePos(offset);
		return { line: Math.max(line, 1), column: Math.max(col, 1) };
	};
	const tokens = readTokens(text, lines);
	if ("tooDeepAt" in tokens) {
		const message = `nested deeper than ${yamlBounds.depth} levels`;
		return { problems: [{ ...positionAt(tokens.tooDeepAt), path: "", message }] };
	}
	// Duplicate keys are found by us: the library compares each with each.
	const options = { schema: "core", uniqueKeys: false, strict: true, prettyErrors: false } as const;
	const documents = [...new Composer(options).compose(tokens.tokens, true, text.length)];
	const problems = documents
		.flatMap(({ errors, warnings }) => [...errors, ...warnings])
		.slice(0, yamlBounds.problems)
		.map((error) => ({ ...positionAt(error.pos[0]), path: "", message: sentence(error.message) }));
	const [document, second] = documents;
	if (second !== undefined) {
		const message = "a second document begins here";
		const hint = "one file has one document: remove what follows `---`";
		problems.push(Object.assign({ ...positionAt(second.range[0]), path: "", message }, { hint }));
	}
	if (problems.length > 0 || document === undefined) {
		return { problems };
	}
	return { document, positionAt };
}

function whole(message: string, hint: string): { problems: Problem[] } {
	return { problems: [{ line: 1, column: 1, path: "", message, hint }] };
}

function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

type Token = Parameters<Composer["next"]>[0];

/** The concrete syntax, unless it is nested so deeply that composing it would exhaust the stack. */
function readTokens(
	text: string,
	lines: LineCounter,
): { readonly tokens: readonly Token[] } | { readonly tooDeepAt: number } {
	const parser = new Parser(lines.addNewLine);
	const tokens: Token[] = [];
	lines.addNewLine(0);
	for (const lexeme of new Lexer().lex(text)) {
		tokens.push(...parser.next(lexeme));
		if (parser.stack.length > yamlBounds.depth * 2) {
			return { tooDeepAt: parser.offset };
		}
	}
	tokens.push(...parser.end());
	return { tokens };
}

/** The library's message without its advice about programming. */
function sentence(message: string): string {
	return message.replace(/\s+/g, " ").replace(/\.$/, "");
}
