import { basename } from "node:path";
import { agentCommand } from "./applets/agent/command.ts";
import { type Command, type Context, formatJson } from "./applets/context.ts";
import { crashListCommand } from "./applets/crash/list.ts";
import { rescueCommand } from "./applets/rescue/command.ts";
import { slotCommands } from "./applets/slot/commands.ts";
import { statusCommand } from "./applets/status/command.ts";
import { versionCommand } from "./applets/version.ts";
import { describeError, SomaError } from "./lib/errors.ts";
import { usageError } from "./lib/flags.ts";
import { nearest } from "./lib/nearest.ts";
import { formatPairs } from "./lib/table.ts";
import { systemPaths } from "./system/paths.ts";

/** Exit codes of every command. */
const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** Every command by the words that start it. */
const commands: ReadonlyMap<string, Command> = new Map([
	["status", statusCommand],
	["version", versionCommand],
	...slotCommands.map((command): [string, Command] => [command.spec.name.slice(5), command]),
	["crash list", crashListCommand],
	["agent", agentCommand],
	["rescue", rescueCommand],
]);

/** Names under which the binary is also installed, and the words that they stand for. */
const invokedNames: Readonly<Record<string, readonly string[]>> = {
	"soma-agent": ["agent"],
};

async function main(invokedAs: string, argv: readonly string[]): Promise<number> {
	const words = [...(invokedNames[basename(invokedAs)] ?? []), ...argv];
	const context: Context = {
		paths: systemPaths,
		print: (text) => process.stdout.write(`${text}\n`),
		warn: (text) => process.stderr.write(`${text}\n`),
		randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const found = findCommand(words);
	if (found === undefined) {
		const group = words[0] !== undefined && isGroup(words[0]) ? words[0] : undefined;
		const rest = group === undefined ? words : words.slice(1);
		checkWord(group, rest[0]);
		context.print(formatOverview(group));
		return rest.length === 0 ? exitCodes.usage : exitCodes.ok;
	}
	return found.command.run(context, found.rest);
}

function findCommand(words: readonly string[]): { command: Command; rest: string[] } | undefined {
	for (const count of [2, 1]) {
		const command = commands.get(words.slice(0, count).join(" "));
		if (command !== undefined && words.length >= count) {
			return { command, rest: words.slice(count) };
		}
	}
	return undefined;
}

function isGroup(word: string): boolean {
	return [...commands.keys()].some((name) => name.startsWith(`${word} `));
}

/** Fails for a word that is no command; none, or a call for help, is fine. */
function checkWord(group: string | undefined, word: string | undefined): void {
	if (word === undefined || word === "--help" || word === "help") {
		return;
	}
	const prefix = group === undefined ? "" : `${group} `;
	const known = [...commands.keys()]
		.filter((name) => name.startsWith(prefix))
		.map((name) => name.slice(prefix.length).split(" ")[0] ?? "");
	const name = `soma ${prefix}`.trim();
	const guess = nearest(word, known);
	const meant = guess === undefined ? "" : `; did you mean ${guess}?`;
	const what = word.startsWith("-") ? "flag" : "command";
	throw usageError({ name }, `${name}: unknown ${what} "${word}"${meant}`);
}

function formatOverview(group: string | undefined): string {
	const prefix = group === undefined ? "" : `${group} `;
	const rows = [...commands.entries()]
		.filter(([name]) => name.startsWith(prefix))
		.map(([name, { spec }]) => [`  soma ${name}`, spec.summary] as const);
	return (
		`Usage: soma ${prefix}COMMAND ` +
		`[flags]\n\n${formatPairs(rows)}\n\n\`soma COMMAND --help\` tells more.`
	);
}

/** An expected failure as text and, for a program that asked for it, as JSON too. */
function reportFailure(error: unknown, argv: readonly string[]): number {
	process.stderr.write(`${describeError(error)}\n`);
	if (!(error instanceof SomaError)) {
		return exitCodes.failed;
	}
	if (argv.includes("--json")) {
		const { code, message, hint, facts } = error;
		process.stdout.write(
			`${formatJson({ error: { code, message, hint: hint ?? null, facts } })}\n`,
		);
	}
	return error.code === "usage" ? exitCodes.usage : exitCodes.failed;
}

try {
	process.exitCode = await main(process.argv0, process.argv.slice(2));
} catch (error) {
	process.exitCode = reportFailure(error, process.argv);
}
