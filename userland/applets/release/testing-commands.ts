import { type Ran, runCommand } from "../testing-run.ts";
import { releaseCommands } from "./commands.ts";

/** Runs `soma release VERB` as an operator does. */
export async function runRelease(verb: string, ...words: readonly string[]): Promise<Ran> {
	return await runCommand(releaseCommands, `soma release ${verb}`, words);
}
