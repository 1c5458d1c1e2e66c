import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type ApiHealth, checkHealth } from "../../core/health/checks.ts";
import { type HealthState, initialHealth, stepHealth } from "../../core/health/machine.ts";
import { describeError } from "../../lib/errors.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { findUsrDevice } from "../../system/boot-disk.ts";
import { readHealthFacts } from "../../system/health-facts.ts";
import { log } from "../../system/log.ts";
import { notify, watchdogIntervalMs } from "../../system/notify.ts";
import { openPowerButtons } from "../../system/power-buttons.ts";
import { runUnchecked } from "../../system/process.ts";
import { openStatusPort, type StatusPort } from "../../system/status-port.ts";
import { replaceText } from "../../system/text-file.ts";
import { makeCommand } from "../command.ts";
import { type Command, type Context, formatJson, formatJsonLine } from "../context.ts";
import { judgeBoot } from "../crash/judge-boot.ts";
import { collectStatus, readDiskFacts, type Status } from "../status/collect.ts";
import { type ApiSupervisor, superviseApi } from "./api-supervisor.ts";

const spec = {
	name: "soma-agent",
	summary: "The resident agent of a node: checks local health and reports it.",
	details:
		"It tells the service manager READY=1 once /usr, the slot, STATE and the " +
		"machine-id are sound, prints one line\n" +
		"for the console, and then writes the status as a JSON line to the virtio port " +
		"org.soma.status.0 every 2 s.",
	flags: {
		once: { kind: "switch", help: "Check once, print the result as JSON, exit 1 if not healthy." },
	},
} as const satisfies CommandSpec;

/**
 * How often the status is written, and how often health is checked before and after it was found
 * good.
 */
const statusIntervalMs = 2000;
const startingIntervalMs = 500;
const healthIntervalMs = 60_000;

/** The most that answers under way may take once the agent was asked to stop. */
const answersGraceMs = 10_000;

/**
 * The exit code that says: this system is not the one that was started; restarting the agent cannot
 * help.
 */
const mustNotGoOn = 3;

/** `soma-agent`, or `soma agent`. */
export const agentCommand: Command = makeCommand(spec, (context, { flags }) =>
	flags.once ? runOnce(context) : runResident(context),
);

function runOnce(context: Context): number {
	const { checks, state } = round(context, initialHealth);
	context.print(formatJson({ state: state.kind, checks }));
	return state.kind === "ready" ? 0 : 1;
}

async function runResident(context: Context): Promise<number> {
	startWatchdog();
	if (judgeCrashesBefore(context)) {
		return await startOtherSlot();
	}
	const buttons = openPowerButtons(context.paths);
	const api = superviseApi(context);
	stopWhenAsked(api);
	let state: HealthState = initialHealth;
	let checkedAtMs = Number.NEGATIVE_INFINITY;
	let health = "";
	let port: StatusPort | undefined;
	for (;;) {
		if (buttons.pressed()) {
			log("notice", "soma-agent: the power button was pressed: shutting down");
			await askServiceManager("poweroff");
		}
		const nowMs = performance.now();
		const apiChanged = api.health()?.ok === false;
		if (state.kind !== "ready" || apiChanged || nowMs - checkedAtMs >= healthIntervalMs) {
			const result = round(context, state, api.health());
			state = result.state;
			checkedAtMs = nowMs;
			api.observe(state.kind, "problem" in state ? state.problem : "");
			health = writeHealth(context, result, health);
			const exitCode = perform(result);
			if (exitCode !== undefined) {
				return exitCode;
			}
		}
		if (state.kind !== "starting") {
			port ??= openStatusPort(context.paths.statusPort);
			if (port !== undefined) {
				port.send(formatJsonLine(collectStatus(context.paths)));
			}
		}
		await Bun.sleep(state.kind === "starting" ? startingIntervalMs : statusIntervalMs);
	}
}

/** Stops in order: an answer that says that the node goes down is out when it does. */
function stopWhenAsked(api: ApiSupervisor): void {
	process.once("SIGTERM", () => void api.close(answersGraceMs).finally(() => process.exit(0)));
}

/** Judges the crashes before this boot; true when this system must give way to the other slot. */
function judgeCrashesBefore(context: Context): boolean {
	if ("live" in findUsrDevice(context.paths)) {
		return false; // nothing to give way to
	}
	try {
		const { mustReboot, text } = judgeBoot(context.paths, new Date());
		if (text !== undefined) {
			log("warning", `soma-agent: ${text}`);
		}
		return mustReboot;
	} catch (error) {
		log("warning", `soma-agent: crashes were not judged: ${describeError(error)}`);
		return false;
	}
}

/** An orderly restart; this boot is never reported as ready, so nothing proves it meanwhile. */
async function startOtherSlot(): Promise<number> {
	if (await askServiceManager("reboot")) {
		await new Promise(() => setInterval(() => {}, statusIntervalMs)); // until the shutdown
	}
	return mustNotGoOn;
}

/** Asks for the end of this boot; false, with a line in the log, when that was refused. */
async function askServiceManager(verb: "poweroff" | "reboot"): Promise<boolean> {
	const asked = await runUnchecked({ argv: ["systemctl", "--no-block", verb] });
	if (asked.exitCode !== 0) {
		log("error", `soma-agent: systemctl ${verb} failed: ${asked.stderr.trim()}`);
	}
	return asked.exitCode === 0;
}

interface Round {
	readonly state: HealthState;
	readonly checks: ReturnType<typeof checkHealth>;
	readonly effects: ReturnType<typeof stepHealth>["effects"];
	readonly status: Status;
}

function round(context: Context, state: HealthState, api?: ApiHealth): Round {
	const disk = readDiskFacts(context.paths);
	const status = collectStatus(context.paths, disk);
	const checks = checkHealth({ ...readHealthFacts(context.paths, disk.running), api });
	return { ...stepHealth(state, checks), checks, status };
}

/** Does what the state machine asks for; an exit code ends the agent. */
function perform(result: Round): number | undefined {
	for (const effect of result.effects) {
		switch (effect.kind) {
			case "announce-ready":
				announceReady(result.status);
				break;
			case "report":
				log(effect.level, `soma-agent: ${effect.text}`);
				notifyOrLog(`STATUS=${effect.text}`);
				break;
			case "exit":
				log("error", `soma-agent: stopping: ${effect.text}`);
				notifyOrLog(`STATUS=${effect.text}`);
				return mustNotGoOn;
		}
	}
	return undefined;
}

function announceReady(status: Status): void {
	const uptime = status.uptimeSeconds?.toFixed(1) ?? "unknown";
	const slot = status.slot ?? (status.live === null ? "unknown" : "none");
	log(
		"notice",
		`soma-agent: ready version=${status.version ?? "unknown"} slot=${slot} uptime=${uptime}s`,
	);
	notifyOrLog(`READY=1\nSTATUS=ready, slot ${slot}`);
}

/** Leaves the result for `soma status`; returns the text, which is written only when it changed. */
function writeHealth(context: Context, result: Round, former: string): string {
	const path = context.paths.health;
	const text = JSON.stringify({ state: result.state.kind, checks: result.checks });
	try {
		if (text !== former) {
			mkdirSync(dirname(path), { recursive: true });
			replaceText(path, text);
		}
	} catch (error) {
		log("warning", `soma-agent: ${path} cannot be written: ${String(error)}`);
	}
	return text;
}

function startWatchdog(): void {
	const intervalMs = watchdogIntervalMs();
	if (intervalMs !== undefined) {
		notifyOrLog("WATCHDOG=1");
		setInterval(() => notifyOrLog("WATCHDOG=1"), intervalMs).unref(); // it must not keep us here
	}
}

function notifyOrLog(message: string): void {
	const problem = notify(message);
	if (problem !== undefined) {
		log("warning", `soma-agent: the service manager cannot be told: ${problem}`);
	}
}
