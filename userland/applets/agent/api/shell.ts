import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../../lib/errors.ts";
import type { CallContext } from "../../../system/grpc/server.ts";
import { readNodeConfig } from "../../../system/node-config.ts";
import { openTerminal, type Terminal } from "../../../system/terminal.ts";
import type { ApiPorts, Handler } from "./ports.ts";

type Requests = Parameters<Handler<"Shell">>[0];
type Start = { readonly terminal: string; readonly command: string };

/** Between two looks at the terminal: while it is busy, and while it is not. */
const busyMs = 4;
const idleMs = 25;
const greatestCommandLength = 16 * 1024;

/**
 * Shell: a pseudo terminal whose other end PID 1 gives to soma-shell@.service, a program without
 * rights (see there). The agent carries bytes to and fro and ends the unit with the call.
 */
export function shell(ports: ApiPorts): Handler<"Shell"> {
	return async function* (requests, call) {
		if (readNodeConfig(ports.context.paths)?.api.shell !== true) {
			throw new SomaError({
				code: "shell-disabled",
				message: "the configuration of this node allows no shell",
				hint: "set `api.shell: true` in its configuration and apply that",
			});
		}
		const input = requests[Symbol.asyncIterator]();
		const first = await input.next();
		const start = first.done === true ? undefined : first.value.start;
		if (start === undefined || start === null) {
			throw invalid("the first message is not `start`");
		}
		const terminal = openTerminal();
		const session = sessionOf(ports, terminal);
		try {
			terminal.resize(start.size?.columns || 80, start.size?.rows || 24);
			await session.start({ terminal: start.terminal ?? "", command: start.command ?? "" }, call);
			void takeKeys({ [Symbol.asyncIterator]: () => input }, terminal, ports, call.signal);
			yield* screenOf(terminal, ports, call.signal);
			yield { exitCode: await session.exitCode(call.signal) };
		} finally {
			await session.stop();
			terminal.close(); // last: the unit has its name, and a new session could get it
		}
	};
}

/** What the programs show, until the last one is gone. */
async function* screenOf(
	terminal: Terminal,
	{ wait }: ApiPorts,
	signal: AbortSignal,
): AsyncGenerator<{ readonly data: Uint8Array }> {
	let pauseMs = busyMs;
	while (!signal.aborted) {
		const data = terminal.read();
		if (data === "ended") {
			return;
		}
		if (data === undefined) {
			await wait(pauseMs, signal);
			pauseMs = Math.min(idleMs, pauseMs + 1);
		} else {
			pauseMs = busyMs;
			yield { data };
		}
	}
}

/** Hands keys on one message at a time, so that a program that reads none slows its sender. */
async function takeKeys(
	requests: Requests,
	terminal: Terminal,
	{ wait }: ApiPorts,
	signal: AbortSignal,
): Promise<void> {
	try {
		for await (const { data, resize } of requests) {
			if (resize !== undefined && resize !== null) {
				terminal.resize(resize.columns || 80, resize.rows || 24);
			}
			let rest = data ?? new Uint8Array();
			while (rest.length > 0 && !signal.aborted) {
				rest = rest.subarray(terminal.write(rest));
				if (rest.length > 0) {
					await wait(busyMs, signal);
				}
			}
		}
		terminal.write(Uint8Array.of(4)); // end of file: there are no more keys
	} catch {
		// The call ends, and its status says why.
	}
}

interface Session {
	start(wanted: Start, call: CallContext): Promise<void>;
	exitCode(signal: AbortSignal): Promise<number>;
	stop(): Promise<void>;
}

/** The unit that runs on a terminal. */
function sessionOf({ run, wait, context }: ApiPorts, terminal: Terminal): Session {
	const instance = terminal.path.replace("/dev/", "").replace("/", "-");
	const unit = `soma-shell@${instance}.service`;
	const folder = join(context.paths.runtime, "shell");
	const settings = join(folder, `${instance}.env`);
	const systemctl = (...words: readonly string[]) =>
		run({ argv: ["systemctl", ...words], timeoutMs: 30_000 });
	return {
		start: async ({ terminal: kind, command }, call) => {
			if (!/^[A-Za-z0-9._+-]{0,64}$/.test(kind) || command.length > greatestCommandLength) {
				throw invalid("the terminal type or the command is no sensible one");
			}
			call.subject(command === "" ? "interactive" : `command: ${command}`);
			const encoded = Buffer.from(command).toString("base64");
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			const text = `TERM=${kind || "dumb"}\nSOMA_COMMAND_BASE64=${encoded}\n`;
			writeFileSync(settings, text, { mode: 0o600 });
			const { exitCode, stderr } = await systemctl("start", unit);
			if (exitCode !== 0) {
				throw new SomaError({
					code: "shell-not-started",
					message: `${unit} does not start: ${stderr.trim()}`,
					hint: `\`soma logs --unit ${unit}\` says why`,
				});
			}
		},
		exitCode: async (signal) => {
			for (let attempt = 0; attempt < 100 && !signal.aborted; attempt++) {
				const properties = "--property=ActiveState,ExecMainCode,ExecMainStatus";
				const { stdout } = await systemctl("show", properties, unit);
				if (/^ActiveState=(?:failed|inactive)$/m.test(stdout)) {
					return exitCodeOf(stdout);
				}
				await wait(50, signal);
			}
			return 255;
		},
		stop: async () => {
			await systemctl("stop", unit);
			await systemctl("reset-failed", unit);
			rmSync(settings, { force: true });
		},
	};
}

/** As a shell says it: 128 and the number of the signal that ended the program. */
function exitCodeOf(properties: string): number {
	const numberIn = (name: string): number =>
		Number(new RegExp(`^${name}=(\\d+)$`, "m").exec(properties)?.[1] ?? 0);
	const hasExited = numberIn("ExecMainCode") <= 1; // CLD_EXITED
	return numberIn("ExecMainStatus") + (hasExited ? 0 : 128);
}

function invalid(message: string): SomaError {
	const hint = "docs/api.md says what a ShellInput has to hold";
	return new SomaError({ code: "request-invalid", message, hint });
}
