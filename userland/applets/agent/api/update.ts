import type { ReceivedRequestOf, SentResponseOf } from "../../../core/api/methods.ts";
import { isVersion } from "../../../core/repository/schema.ts";
import { SomaError } from "../../../lib/errors.ts";
import type { CallContext } from "../../../system/grpc/server.ts";
import { endedBySigterm } from "../../../system/process.ts";
import { collectUpdate } from "../../update/report.ts";
import { restartingLine } from "../../update/restarting.ts";
import { changeWishes, describeChange, type WishChange } from "../../update/wishes.ts";
import type { ApiPorts, Handler } from "./ports.ts";
import { goDown } from "./power.ts";
import { updateMessage, wishesMessage } from "./update-message.ts";

type Progress = SentResponseOf<"ApplyUpdate">;

/** The program of this very release. */
const program = "/usr/bin/soma";
const noRestartFlag = "--no-restart";
/** A client that leaves early leaves the restart to the next run of the agent. */
const byCallerFlag = "--restart-by-caller";
const greatestPlaces = 16;
const greatestUrlLength = 2048;
/** A client that reads nothing while an update is written misses the oldest lines. */
const mostLines = 1000;

/** GetUpdate. */
export function getUpdate({ context }: ApiPorts): Handler<"GetUpdate"> {
	return () => updateMessage(collectUpdate(context));
}

/** ChangeUpdateWishes: what `soma update hold`, `unhold`, `pin` and `unpin` do. */
export function changeUpdateWishes(ports: ApiPorts): Handler<"ChangeUpdateWishes"> {
	return (request, call) => {
		const change = wishesOf(request);
		const wishes = changeWishes(ports.context, change, Math.floor(ports.nowMs() / 1000));
		const message = describeChange(change);
		call.subject(typeof change.hold === "string" ? `${message}: ${change.hold}` : message);
		note(ports, call, message);
		return wishesMessage(wishes);
	};
}

/** ApplyUpdate: `soma update apply` in a process of its own, whose lines are passed on. */
export function applyUpdate(ports: ApiPorts): Handler<"ApplyUpdate"> {
	return async function* ({ version, from, force, dryRun, noRestart }, call) {
		if (version !== "" && !isVersion(version)) {
			throw invalid(`${JSON.stringify(version.slice(0, 64))} is no version of a release`);
		}
		if (from.length > greatestPlaces || !from.every(isPlace)) {
			throw invalid(`from is at most ${greatestPlaces} http or https URLs`);
		}
		const flags = switches({ force, "dry-run": dryRun, "no-restart": noRestart });
		const places = from.flatMap((place) => ["--from", place]);
		const words = ["apply", ...(version === "" ? [] : [version]), ...places, ...flags];
		const isInSlot = (): boolean =>
			collectUpdate(ports.context).phase.kind === "restarting" && !dryRun && !noRestart;
		yield* runUpdate(ports, call, { words, unlessNoRestart: byCallerFlag }, isInSlot);
	};
}

/** RollBack: `soma update rollback` in the same way. */
export function rollBack(ports: ApiPorts): Handler<"RollBack"> {
	return async function* ({ dryRun, noRestart }, call) {
		const words = ["rollback", ...switches({ "dry-run": dryRun, "no-restart": noRestart })];
		const { kind } = collectUpdate(ports.context).phase;
		const isUnstarted = kind === "writing" || kind === "restarting"; // it is only taken back then
		const wantsRestart = (): boolean => !dryRun && !noRestart && !isUnstarted;
		yield* runUpdate(ports, call, { words, unlessNoRestart: noRestartFlag }, wantsRestart);
	};
}

/** A command of `soma update` as it was asked for, and the flag that leaves the restart to us. */
interface RemoteCommand {
	readonly words: readonly string[];
	readonly unlessNoRestart: string;
}

/**
 * Runs a command of `soma update` and yields its lines as they come, then its exit code. The end of
 * the call ends it by SIGTERM, which every phase of an update survives. The restart is ours to ask
 * for: the command would be stopped with us, and the client might never hear of it.
 */
async function* runUpdate(
	ports: ApiPorts,
	call: CallContext,
	{ words, unlessNoRestart }: RemoteCommand,
	wantsRestart: () => boolean,
): AsyncGenerator<Progress> {
	const { signal } = call;
	const command = words.join(" ");
	call.subject(command);
	if (!words.includes("--dry-run")) {
		note(ports, call, `\`soma update ${command}\` was asked for`);
	}
	const lines: string[] = [];
	let wake = (): void => undefined;
	const onLine = (line: string): void => {
		ports.context.warn(`soma update ${words[0]}: ${line}`); // the journal has it as well
		lines.push(line);
		lines.splice(0, lines.length - mostLines);
		wake();
	};
	let hasEnded = false;
	const own = words.includes(noRestartFlag) ? [] : [unlessNoRestart];
	const argv = [program, "update", ...words, ...own];
	const ended = ports.run({ argv, env: environment(), signal, onLine }).finally(() => {
		hasEnded = true;
		wake();
	});
	ended.catch(() => undefined); // it is awaited below, when its lines are out
	while (!hasEnded || lines.length > 0) {
		const line = lines.shift();
		if (line !== undefined) {
			yield { line };
		} else {
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
	}
	const { exitCode } = await ended;
	ports.status.forget();
	if (exitCode === endedBySigterm) {
		throw new SomaError({
			code: "update-ended",
			message: "the run was ended: the node or its agent goes down",
			hint: "the next run goes on where it was; `soma update status` shows that",
			retryable: true,
		});
	}
	if (exitCode === 0 && wantsRestart()) {
		yield { line: restartingLine, restarts: true }; // the client has it when this goes on
		await goDown(ports, call, "reboot");
	}
	yield { exitCode };
}

/** What belongs to the agent's own unit is not for the program: it would log, and notify, as it. */
function environment(): Record<string, string> {
	const own = /^(?:JOURNAL_STREAM|NOTIFY_SOCKET|WATCHDOG_\w+|LISTEN_\w+|SOMA_CONTEXTS?)$/;
	return Object.fromEntries(
		Object.entries(process.env).flatMap(([name, value]) =>
			value === undefined || own.test(name) ? [] : [[name, value]],
		),
	);
}

function wishesOf(request: ReceivedRequestOf<"ChangeUpdateWishes">): WishChange {
	const { setHold, clearHold, setPin, clearPin } = request;
	if (clearHold === false || clearPin === false) {
		throw invalid("clear_hold and clear_pin have to be true where they are given");
	}
	const change: WishChange = {
		...(typeof setHold === "string" ? { hold: setHold } : {}),
		...(clearHold === true ? { hold: null } : {}),
		...(typeof setPin === "string" ? { pin: setPin } : {}),
		...(clearPin === true ? { pin: null } : {}),
	};
	if (Object.keys(change).length === 0) {
		throw invalid("neither the hold nor the pin is to be changed");
	}
	return change;
}

function switches(flags: Readonly<Record<string, boolean>>): string[] {
	return Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [`--${name}`] : []));
}

/** A comma would be two places for the command line. */
function isPlace(text: string): boolean {
	const isPlain = text.length <= greatestUrlLength && /^https?:\/\/[!-+\--~]+$/i.test(text);
	return isPlain && URL.canParse(text);
}

function note({ record }: ApiPorts, call: CallContext, message: string): void {
	const facts = { by: call.caller?.name ?? "" };
	record({ kind: "update", message, facts, warning: false });
}

function invalid(message: string): SomaError {
	const hint = "docs/api.md says what the fields of the request mean";
	return new SomaError({ code: "request-invalid", message, hint });
}
