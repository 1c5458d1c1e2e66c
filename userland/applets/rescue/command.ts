import { join } from "node:path";
import {
	type Patience,
	type RescueEffect,
	type RescueEvent,
	type RescueState,
	startRescue,
	stepRescue,
	usualWaitMs,
} from "../../core/rescue/machine.ts";
import { describeError, SomaError } from "../../lib/errors.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { type Consoles, openConsoles } from "../../system/consoles.ts";
import { requestRescue } from "../../system/efi-vars.ts";
import { notify, watchdogIntervalMs } from "../../system/notify.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readText } from "../../system/text-file.ts";
import { makeCommand } from "../command.ts";
import type { Command, Context } from "../context.ts";
import { type Look, look, type Progress } from "./look.ts";
import { comeBack, type Means, perform } from "./perform.ts";

const spec = {
	name: "soma rescue",
	summary: "Asks for the rescue system at the next start, or is it.",
	details:
		"In the rescue system it explains on every console why the machine is there, mends the " +
		"partition table,\nreads both slots, and comes back by itself after 10 minutes without an " +
		"operator.",
	flags: {
		next: { kind: "switch", help: "The next start is rescue, once (EFI variable SomaRescue)." },
	},
} as const satisfies CommandSpec;

/** `soma rescue`: the one service of the rescue system. */
export const rescueCommand: Command = makeCommand(spec, (context, { flags }) => {
	if (flags.next) {
		requestRescue(context.paths);
		context.print("the next start is rescue");
		return 0;
	}
	if (!/^VARIANT_ID=rescue$/m.test(readText(context.paths.osRelease) ?? "")) {
		throw new SomaError({
			code: "not-rescue",
			message: "this is not the rescue system",
			hint: "`soma rescue --next` and a restart lead there",
		});
	}
	return runRescue(context);
});

/** How often keys are read, and how long work goes on between two looks at them. */
const pollMs = 100;
const sliceMs = 100;
const diskPauseMs = 500;

/** The rescue system: it ends with a restart of the machine. */
export async function runRescue({ paths }: Context): Promise<number> {
	const rescue = new Rescue(paths, openConsoles(paths), readPatience(paths));
	notify("READY=1");
	const intervalMs = watchdogIntervalMs();
	if (intervalMs !== undefined) {
		setInterval(() => notify("WATCHDOG=1"), intervalMs);
	}
	for (;;) {
		await Bun.sleep(rescue.turn());
	}
}

/** The wait in whole seconds that a credential asks for; nobody can make it longer or nothing. */
function readPatience(paths: SystemPaths): Patience {
	const asked = Number(readText(join(paths.credentials, "soma.rescue-wait")));
	const usualSeconds = usualWaitMs / 1000;
	const waitMs = asked >= 5 && asked <= usualSeconds ? asked * 1000 : usualWaitMs;
	return { waitMs };
}

/** The state machine with its surroundings. */
class Rescue {
	readonly #paths: SystemPaths;
	readonly #consoles: Consoles;
	readonly #patience: Patience;
	#state: RescueState;
	#look: Look = nothingSeen;
	/** What the last look said, for an operator who comes later. */
	#report: string[] = [];
	#work: Generator<Progress, Look> | undefined;

	constructor(paths: SystemPaths, consoles: Consoles, patience: Patience) {
		this.#paths = paths;
		this.#consoles = consoles;
		this.#patience = patience;
		const { state, effects } = startRescue();
		this.#state = state;
		this.#perform(effects);
	}

	/** Hears the keys, does a slice of work, looks at the clock; gives the pause until the next. */
	turn(): number {
		for (const key of this.#consoles.read()) {
			this.#step({ kind: "key", key });
		}
		const pauseMs = this.#slice();
		this.#step({ kind: "tick" });
		return pauseMs;
	}

	#slice(): number {
		const untilMs = performance.now() + sliceMs;
		while (this.#work !== undefined && performance.now() < untilMs) {
			const next = this.#work.next();
			if (next.done === true) {
				this.#work = undefined;
				this.#look = next.value;
				this.#step({ kind: "checked", outlook: next.value.outlook });
			} else if (next.value === "pause") {
				return diskPauseMs;
			}
		}
		return this.#work === undefined ? pollMs : 1;
	}

	#step(event: RescueEvent): void {
		const step = stepRescue(this.#state, event, performance.now(), this.#patience);
		this.#state = step.state;
		this.#perform(step.effects);
	}

	#perform(effects: readonly RescueEffect[]): void {
		for (const effect of effects) {
			switch (effect.kind) {
				case "say":
					this.#say(...effect.lines);
					break;
				case "echo":
					this.#consoles.write(effect.text);
					break;
				case "check":
					this.#report = [];
					this.#work = look(this.#paths, this.#look.disk, (...lines) => {
						this.#report.push(...lines);
						this.#say(...lines);
					});
					break;
				case "come-back":
					this.#attempt(() => comeBack(this.#means()));
					break;
				case "choose": {
					const { choice } = effect;
					this.#attempt(() => perform(choice, this.#means()));
					break;
				}
			}
		}
	}

	/** Runs a deed beside the keys; what comes of it is an event. */
	#attempt(deed: () => Promise<void>): void {
		deed().then(
			() => this.#step({ kind: "done", problem: undefined }),
			(error: unknown) => {
				if (!(error instanceof SomaError)) {
					throw error; // a mistake of ours: the service manager starts us again
				}
				this.#step({ kind: "done", problem: describeError(error) });
			},
		);
	}

	#means(): Means {
		const say = (...lines: readonly string[]): void => this.#say(...lines);
		return { paths: this.#paths, look: this.#look, report: this.#report, say };
	}

	#say(...lines: readonly string[]): void {
		for (const line of lines.flatMap((text) => text.split("\n"))) {
			this.#consoles.write(line === "" ? "\n" : `soma-rescue: ${line}\n`);
		}
	}
}

const nothingSeen: Look = {
	disk: undefined,
	verdicts: undefined,
	outlook: { comeBack: { why: "nothing was looked at yet" }, warnings: {}, canInstall: false },
};
