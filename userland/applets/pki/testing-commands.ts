import { type Ran, runCommand } from "../testing-run.ts";
import { pkiCommands } from "./commands.ts";

/** Runs `soma pki VERB` as an operator does. */
export async function runPki(verb: string, ...words: readonly string[]): Promise<Ran> {
	return await runCommand(pkiCommands, `soma pki ${verb}`, words);
}
