import type { KeyHelp } from "../../core/config/explain.ts";
import { formatProblem, type Problem } from "../../core/config/problem.ts";
import { SomaError } from "../../lib/errors.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { formatPairs } from "../../lib/table.ts";
import { makeCommand } from "../command.ts";
import { type Command, type Context, formatJson } from "../context.ts";

const file = { name: "FILE", help: "The configuration in YAML" } as const;
const filesDirectory = {
	kind: "text",
	value: "FOLDER",
	help: "Where the files are that `local` keys name.",
} as const;

const renderSpec = {
	name: "soma config render",
	summary: "Makes Ignition's JSON (specification 3.3.0) of a configuration in YAML.",
	details:
		"The JSON goes to standard output. When anything is wrong, all of it is told, nothing is\n" +
		"printed, and the exit code is 1. What is printed holds the ticket: keep it as secret as that.",
	positionals: [file],
	flags: {
		"files-dir": filesDirectory,
		json: { kind: "switch", help: "Print problems as JSON; the result is JSON anyway." },
	},
} as const satisfies CommandSpec;

const checkSpec = {
	name: "soma config check",
	summary: "Tells everything that is wrong with a configuration in YAML.",
	details: "Exit code 0: it can be rendered. 1: it cannot, and every reason was told.",
	positionals: [file],
	flags: {
		"files-dir": filesDirectory,
		json: { kind: "switch", help: "Print the result as JSON." },
	},
} as const satisfies CommandSpec;

const explainSpec = {
	name: "soma config explain",
	summary: "Explains a key of a configuration and everything in it.",
	details: "Without KEY: the sections. KEY is a path such as storage.files.mode or soma.network.",
	positionals: [{ name: "KEY", help: "The key", optional: true }],
	flags: {
		json: { kind: "switch", help: "Print the result as JSON." },
		markdown: { kind: "switch", help: "Print the reference of all keys, docs/configuration.md." },
	},
} as const satisfies CommandSpec;

const renderCommand: Command = makeCommand(renderSpec, async (context, { flags, positionals }) => {
	const path = positionals["FILE"] ?? "";
	const { renderFile } = await import("./load.ts");
	const rendered = renderFile(path, flags["files-dir"]);
	if ("text" in rendered) {
		context.print(rendered.text.trimEnd());
		return 0;
	}
	return tellProblems(context, path, rendered.problems, flags.json);
});

const checkCommand: Command = makeCommand(checkSpec, async (context, { flags, positionals }) => {
	const path = positionals["FILE"] ?? "";
	const { renderFile } = await import("./load.ts");
	const rendered = renderFile(path, flags["files-dir"]);
	if ("problems" in rendered) {
		return tellProblems(context, path, rendered.problems, flags.json);
	}
	const sizeBytes = Buffer.byteLength(rendered.text);
	context.print(
		flags.json
			? formatJson({ problems: [], sizeBytes })
			: `${path}: sound; rendered it has ${sizeBytes} bytes`,
	);
	return 0;
});

function tellProblems(
	context: Context,
	path: string,
	problems: readonly Problem[],
	json: boolean,
): number {
	if (json) {
		context.print(formatJson({ problems }));
		return 1;
	}
	for (const problem of problems) {
		context.warn(formatProblem(path, problem));
	}
	context.warn(
		`error: ${path}: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`,
	);
	return 1;
}

const explainCommand: Command = makeCommand(
	explainSpec,
	async (context, { flags, positionals }) => {
		if (flags.markdown) {
			const { configurationReference } = await import("../../core/config/reference.ts");
			context.print(configurationReference().trimEnd());
			return 0;
		}
		const key = positionals["KEY"];
		const { explainKey, sections } = await import("../../core/config/explain.ts");
		const keys = key === undefined ? sections() : explainKey(key);
		context.print(flags.json ? formatJson({ keys }) : formatKeys(keys));
		return 0;
	},
);

/** A page for a person: one key in full, several as a table. */
function formatKeys(keys: readonly KeyHelp[]): string {
	const [first, ...rest] = keys;
	if (first === undefined) {
		throw new SomaError({ code: "unknown-key", message: "there is no such key" });
	}
	if (rest.length === 0) {
		const need = first.required ? ", required" : "";
		return `${first.path} (${first.form}${need})\n\n${first.help}`;
	}
	return formatPairs(
		keys.map(({ path, form, required, help }) => [
			path,
			`${form}${required ? ", required" : ""}: ${help}`,
		]),
	);
}

/** `soma config ...`: from a page of YAML to what a node takes at its first boot. */
export const configCommands: readonly Command[] = [renderCommand, checkCommand, explainCommand];
