import { type Candidate, completeLine, type Lookup, splitLine } from "../../lib/completion.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { makeCommand } from "../command.ts";
import type { Command } from "../context.ts";
import { completionScript, type Shell, shells } from "./scripts.ts";

const spec = {
	name: "soma completion",
	summary: "Prints what a shell reads to complete commands, flags, contexts and nodes.",
	details:
		"bash: source <(soma completion bash)     in ~/.bashrc\n" +
		"zsh:  source <(soma completion zsh)      in ~/.zshrc, behind compinit\n" +
		"fish: soma completion fish | source      in ~/.config/fish/config.fish",
	positionals: [{ name: "SHELL", help: "The shell", words: shells }],
	flags: {
		line: {
			kind: "text",
			value: "LINE",
			help: "Print what can stand at the end of this line instead; the script asks so.",
		},
	},
} as const satisfies CommandSpec;

/** `soma completion`; `commands` comes late since the command is one of them. */
export function completionCommand(commands: () => ReadonlyMap<string, Command>): Command {
	return makeCommand(spec, async (context, parsed) => {
		const shell = shells.find((name) => name === parsed.positionals["SHELL"]) ?? "bash";
		const { line } = parsed.flags;
		if (line === undefined) {
			context.print(completionScript(shell));
			return 0;
		}
		const specs = new Map([...commands()].map(([name, command]) => [name, command.spec]));
		const [, ...words] = splitLine(line);
		const found = completeLine(specs, words, await lookUp());
		const text = formatCandidates(shell, found, words.at(-1) ?? "");
		if (text !== "") {
			context.print(text);
		}
		return 0;
	});
}

/** The candidates as the script of a shell wants them. */
export function formatCandidates(
	shell: Shell,
	candidates: readonly Candidate[],
	typed: string,
): string {
	switch (shell) {
		case "bash": {
			// bash replaces only what stands behind the last character at which it splits words.
			const kept = Math.max(typed.lastIndexOf(":"), typed.lastIndexOf("=")) + 1;
			return candidates.map(({ word }) => word.slice(kept)).join("\n");
		}
		case "zsh":
			return candidates
				.map(({ word, help }) => `${word.replaceAll(":", "\\:")}:${help}`)
				.join("\n");
		case "fish":
			return candidates.map(({ word, help }) => `${word}\t${help}`).join("\n");
	}
}

/** Contexts and nodes from the file; none when it cannot be read: this is no place for errors. */
async function lookUp(): Promise<Lookup> {
	const { contextsPath, readContextFile } = await import("../../system/context-file.ts");
	try {
		const { current, contexts } = readContextFile(contextsPath(process.env));
		const chosen = contexts[process.env["SOMA_CONTEXT"] ?? current ?? ""];
		const names: Readonly<Record<string, readonly string[]>> = {
			context: Object.keys(contexts),
			NAME: Object.keys(contexts),
			node: (chosen?.nodes ?? []).map((node) => node.replace(/^.*@/, "")),
		};
		return (name) => names[name] ?? [];
	} catch {
		return () => [];
	}
}
