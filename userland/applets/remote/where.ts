import {
	chooseTarget,
	isRemote,
	type Target,
	type TargetWishes,
} from "../../core/context/target.ts";
import { contextsPath, readContextFile } from "../../system/context-file.ts";
import type { TargetValues } from "./target-flags.ts";

/** Whether a command that can do both goes to a node elsewhere. */
export function goesElsewhere(flags: TargetValues, isSomaNode: boolean): boolean {
	const file = readContextFile(contextsPath(process.env));
	return isRemote(wishesOf(flags), { isSomaNode, hasCurrentContext: file.current !== undefined });
}

/** The context and the nodes that are meant, without a connection. */
export function findTarget(flags: TargetValues): Target {
	return chooseTarget(readContextFile(contextsPath(process.env)), wishesOf(flags));
}

/** Where the command line and the environment want to go. */
function wishesOf(flags: TargetValues): TargetWishes {
	const named = flags.context ?? process.env["SOMA_CONTEXT"];
	return { context: named === "" ? undefined : named, nodes: flags.node };
}
