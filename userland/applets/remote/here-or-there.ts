import { existsSync } from "node:fs";
import { dirname } from "node:path";
import {
	type CommandSpec,
	formatHelp,
	type ParsedCommand,
	parseFlags,
	usageError,
} from "../../lib/flags.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readText } from "../../system/text-file.ts";
import type { Command, Context } from "../context.ts";
import { type TargetValues, targetFlags } from "./target-flags.ts";

/** What a command does on nodes elsewhere. */
export type RemoteWork = (context: Context, parsed: RemoteParsed) => Promise<number>;

/** A command line that goes elsewhere. */
export interface RemoteParsed extends Omit<ParsedCommand<CommandSpec>, "flags"> {
	readonly flags: TargetValues & Readonly<Record<string, unknown>>;
}

/**
 * A command that works on the node that it runs on, and on nodes elsewhere when `--node` or
 * `--context` is given or when it runs on no node and a context is current. `onlyHere` are the
 * flags that mean this machine (`--disk`).
 */
export function hereOrThere(
	local: Command,
	onlyHere: readonly string[],
	load: () => Promise<RemoteWork>,
): Command {
	const spec: CommandSpec = { ...local.spec, flags: { ...local.spec.flags, ...targetFlags } };
	return {
		spec,
		run: async (context, argv) => {
			const parsed = parseFlags(spec, argv);
			if (parsed.help) {
				context.print(formatHelp(spec));
				return 0;
			}
			const flags: RemoteParsed["flags"] = { ...parsed.flags, ...readTarget(parsed.flags) };
			const here = onlyHere.filter((name) => flags[name] !== undefined && flags[name] !== false);
			const isNamed = flags.node.length > 0 || flags.context !== undefined;
			if (here.length > 0 && isNamed) {
				const text = `--${here[0]} is for this machine, and --node and --context for another`;
				throw usageError(spec, `${spec.name}: ${text}`);
			}
			if (here.length === 0 && (await isElsewhere(context.paths, flags, isNamed))) {
				const work = await load();
				return await work(context, { ...parsed, flags });
			}
			if (flags.timeout !== undefined) {
				throw usageError(spec, `${spec.name}: --timeout is for nodes elsewhere (--node)`);
			}
			return await local.run(context, argv);
		},
	};
}

/** Whether this machine is a node of Soma. */
function isSomaNode(paths: SystemPaths): boolean {
	return (
		existsSync(dirname(paths.health)) && /^ID="?soma"?$/m.test(readText(paths.osRelease) ?? "")
	);
}

async function isElsewhere(
	paths: SystemPaths,
	flags: TargetValues,
	isNamed: boolean,
): Promise<boolean> {
	const isNode = isSomaNode(paths);
	if (isNode && !isNamed && process.env["SOMA_CONTEXT"] === undefined) {
		return false;
	}
	const { goesElsewhere } = await import("./where.ts");
	return goesElsewhere(flags, isNode);
}

function readTarget(flags: Readonly<Record<string, unknown>>): TargetValues {
	const { node, context, timeout } = flags;
	return {
		node: Array.isArray(node) ? node.map(String) : [],
		context: typeof context === "string" ? context : undefined,
		timeout: typeof timeout === "number" ? timeout : undefined,
	};
}
