import { SomaError } from "../lib/errors.ts";

/** One program to run: its argument vector, never a shell string. */
export interface Command {
	readonly argv: readonly string[];
	readonly cwd?: string;
	/** Replaces the environment when given; otherwise the caller's is inherited. */
	readonly env?: Readonly<Record<string, string>>;
	/** Bytes for standard input; none by default. */
	readonly stdin?: string | Uint8Array;
	readonly timeoutMs?: number;
	/** When it aborts, the program is asked to end (SIGTERM). */
	readonly signal?: AbortSignal;
	/** Called with each line of both streams as it comes, for progress and logs. */
	readonly onLine?: (line: string) => void;
}

/** How a program ended, whatever its exit code. */
export interface ProcessResult {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** The exit code of a program that SIGTERM ended: 128 + 15, as shells and systemd say it. */
export const endedBySigterm = 143;

/** A word quoted for a POSIX shell, so that a printed command can be pasted. */
export function shellQuote(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Runs a program to its end and reports how it went; throws only when it cannot be started or
 * times out.
 */
export async function runUnchecked(command: Command): Promise<ProcessResult> {
	const child = start(command);
	let timedOut = false;
	const timer =
		command.timeoutMs === undefined
			? undefined
			: setTimeout(() => {
					timedOut = true;
					child.kill("SIGKILL");
				}, command.timeoutMs);
	const [stdout, stderr, exitCode] = await Promise.all([
		collect(child.stdout, command.onLine),
		collect(child.stderr, command.onLine),
		child.exited,
	]);
	clearTimeout(timer);
	if (timedOut) {
		throw new SomaError({
			code: "process-timeout",
			message: `${command.argv[0]} did not finish within ${command.timeoutMs} ms`,
			facts: { command: command.argv.map(shellQuote).join(" ") },
			hint: "run the command by hand to see what it waits for",
			retryable: true,
		});
	}
	return { exitCode, stdout, stderr };
}

/**
 * Runs a program that must succeed. The error holds a command line that can be pasted and the end
 * of its output.
 */
export async function run(command: Command): Promise<ProcessResult> {
	const result = await runUnchecked(command);
	if (result.exitCode !== 0) {
		const tail = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-15).join("\n    ");
		throw new SomaError({
			code: "process-failed",
			message: `${command.argv[0]} failed with exit code ${result.exitCode}:\n    ${tail}`,
			facts: { command: command.argv.map(shellQuote).join(" ") },
		});
	}
	return result;
}

/** Runs a program to which this terminal belongs until it ends; gives its exit code. */
export async function runInTerminal({ argv, cwd, env }: Command): Promise<number> {
	return await Bun.spawn([...argv], {
		stdin: "inherit",
		stdout: "inherit",
		stderr: "inherit",
		...(cwd === undefined ? {} : { cwd }),
		...(env === undefined ? {} : { env }),
	}).exited;
}

/** A program that runs, and its standard output as it comes. */
export interface RunningProgram {
	/** Read at the reader's pace: the program waits when nobody reads. */
	readonly output: AsyncIterable<Uint8Array>;
	/** Resolves with the exit code, and what it wrote to standard error (at most 64 KiB). */
	readonly ended: Promise<{ readonly exitCode: number; readonly stderr: string }>;
	kill(): void;
}

/** Starts a program whose output is not collected but read as it comes. */
export function startProgram(command: Pick<Command, "argv" | "cwd" | "env">): RunningProgram {
	const child = start(command);
	const stderr = collectBounded(child.stderr);
	return {
		output: child.stdout,
		ended: child.exited.then(async (exitCode) => ({ exitCode, stderr: await stderr })),
		kill: () => child.kill("SIGKILL"),
	};
}

const greatestStderrBytes = 65_536;

/** The beginning of a stream, which is read to its end. */
async function collectBounded(stream: ReadableStream<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	for await (const chunk of stream) {
		if (text.length < greatestStderrBytes) {
			text += decoder.decode(chunk, { stream: true });
		}
	}
	return text;
}

function start(command: Command): Bun.Subprocess<"pipe" | "ignore" | Uint8Array, "pipe", "pipe"> {
	const stdin =
		typeof command.stdin === "string" ? new TextEncoder().encode(command.stdin) : command.stdin;
	try {
		return Bun.spawn([...command.argv], {
			stdin: stdin ?? "ignore",
			stdout: "pipe",
			stderr: "pipe",
			...(command.cwd === undefined ? {} : { cwd: command.cwd }),
			...(command.env === undefined ? {} : { env: command.env }),
			...(command.signal === undefined ? {} : { signal: command.signal }),
		});
	} catch (cause) {
		throw new SomaError({
			code: "process-not-started",
			message: `${command.argv[0]} could not be started`,
			hint: "check that the program is installed and on PATH",
			cause,
		});
	}
}

async function collect(
	stream: ReadableStream<Uint8Array>,
	onLine: Command["onLine"],
): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let pending = "";
	for await (const chunk of stream) {
		const piece = decoder.decode(chunk, { stream: true });
		text += piece;
		if (onLine === undefined) {
			continue;
		}
		const lines = (pending + piece).split(/\r?\n|\r/);
		pending = lines.pop() ?? "";
		for (const line of lines) {
			onLine(line);
		}
	}
	if (onLine !== undefined && pending !== "") {
		onLine(pending);
	}
	return text;
}
