import { basename } from "node:path";
import { type Context, formatJson } from "./applets/context.ts";
import { formatOverview } from "./applets/help/overview.ts";
import { targetFlags } from "./applets/remote/target-flags.ts";
import { commandGroups, commands } from "./commands.ts";
import { findRequest } from "./lib/command-words.ts";
import { describeError, errnoOf, SomaError } from "./lib/errors.ts";
import { usageError } from "./lib/flags.ts";
import { systemPaths } from "./system/paths.ts";

/** Exit codes of every command; the last as of a program that SIGPIPE ended. */
const exitCodes = { ok: 0, failed: 1, usage: 2, nobodyReads: 141 } as const;

/** Flags that may stand before the command too: `soma --node X status`. */
const leadingFlags = Object.keys(targetFlags).map((name) => `--${name}`);

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
	const request = findRequest([...commands.keys()], leadingFlags, words);
	switch (request.kind) {
		case "overview":
			context.print(formatOverview(commandGroups, request.group));
			return request.isAsked ? exitCodes.ok : exitCodes.usage;
		case "unknown": {
			const name = `soma ${request.group ?? ""}`.trim();
			throw usageError({ name }, `${name}: ${request.problem}`);
		}
		case "command":
			return (await commands.get(request.name)?.run(context, request.rest)) ?? exitCodes.usage;
	}
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

/** A reader that has seen enough (`soma logs | head`) ends us without a word. */
process.stdout.on("error", (error) => {
	if (errnoOf(error) !== "EPIPE") {
		throw error;
	}
	process.exit(exitCodes.nobodyReads);
});

try {
	process.exitCode = await main(process.argv0, process.argv.slice(2));
} catch (error) {
	process.exitCode = reportFailure(error, process.argv);
}
