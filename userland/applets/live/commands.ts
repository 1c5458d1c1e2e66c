import { describeError } from "../../lib/errors.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { openConsoles } from "../../system/consoles.ts";
import { readRelease } from "../../system/release.ts";
import { makeCommand } from "../command.ts";
import type { Command, Context } from "../context.ts";
import { runRescue } from "../rescue/command.ts";
import { fetchRelease } from "./fetch.ts";
import { prepareState } from "./state.ts";

const fetchSpec = {
	name: "soma live fetch",
	summary: "In the initrd of a live system: fetches and checks /usr.",
	details: "It tries for ever, and says on every console what it waits for. The key r is rescue.",
	flags: {},
} as const satisfies CommandSpec;

const stateSpec = {
	name: "soma live state",
	summary: "In the initrd of a live system: chooses and prepares STATE.",
	details:
		"STATE is the one partition named SOMA-STATE, which is formatted when it is blank; without " +
		"one, memory.",
	flags: {},
} as const satisfies CommandSpec;

const pollMs = 100;
/** The initrd restarts the machine when this service fails; somebody may want to read why. */
const readingPauseMs = 10_000;

async function runFetch(context: Context): Promise<number> {
	const consoles = openConsoles(context.paths);
	const say = (line: string): void =>
		consoles.write(`soma-live: ${line.replaceAll("\n", "\n  ")}\n`);
	const { version } = readRelease(context.paths);
	say(`Soma OS ${version.value ?? "?"} without a disk; the key r starts the rescue system`);
	const abort = new AbortController();
	let poll: ReturnType<typeof setInterval> | undefined;
	const rescue = new Promise<"rescue">((resolve) => {
		poll = setInterval(() => {
			if (/[rR]/.test(consoles.read())) {
				resolve("rescue");
			}
		}, pollMs);
	});
	const fetched = fetchRelease(context.paths, say, abort.signal).then(() => "fetched" as const);
	const first = await Promise.race([fetched, rescue]).catch(async (error: unknown) => {
		say(describeError(error)); // the console of a quiet kernel shows no log
		await Bun.sleep(readingPauseMs);
		throw error;
	});
	clearInterval(poll);
	if (first === "rescue") {
		abort.abort();
		await fetched.catch(() => {}); // it was told to stop
		consoles.close();
		return runRescue(context);
	}
	consoles.close();
	return 0;
}

async function runState(context: Context): Promise<number> {
	const consoles = openConsoles(context.paths);
	await prepareState(context.paths, (line) => consoles.write(`soma-live: ${line}\n`));
	consoles.close();
	return 0;
}

/** `soma live`: the services of a live system's initrd. */
export const liveCommands: readonly Command[] = [
	makeCommand(fetchSpec, runFetch),
	makeCommand(stateSpec, runState),
];
