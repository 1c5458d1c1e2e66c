import { type Ran, runCommand } from "../testing-run.ts";
import {
	changingCommands,
	slotsHereOrThere,
	statusHereOrThere,
	updatesHereOrThere,
	watchingCommands,
} from "./commands.ts";

const all = [
	statusHereOrThere,
	...watchingCommands,
	...changingCommands,
	...slotsHereOrThere,
	...updatesHereOrThere,
];

/** Runs `soma NAME` as an operator does, here or on nodes. */
export async function runRemote(name: string, ...words: readonly string[]): Promise<Ran> {
	return await runCommand(all, `soma ${name}`, words);
}
