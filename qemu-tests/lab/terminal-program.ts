import { runUnchecked } from "../../userland/system/process.ts";
import { openTerminal, type Terminal } from "../../userland/system/terminal.ts";
import { timeouts } from "./timeouts.ts";

/** A program of the host that has a terminal to itself. */
export interface TerminalProgram {
	/** All that it has written, with its control sequences. */
	text(): string;
	type(keys: string): void;
	/** Resolves once the text has it. */
	waitFor(pattern: RegExp): Promise<void>;
	/** Resolves with its exit code. */
	readonly ended: Promise<number>;
	/** The settings of the terminal, as stty(1) writes them. */
	settings(): Promise<string>;
	close(): void;
}

const lookEveryMs = 20;

/** Starts a program on a new terminal of 100 columns and 30 lines. */
export function startInTerminal(command: {
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
}): TerminalProgram {
	const terminal = openTerminal();
	terminal.resize(100, 30);
	const { path } = terminal;
	const shell = `exec setsid --ctty --wait "$@" <${path} >${path} 2>&1`;
	const argv = ["sh", "-c", shell, "sh", ...command.argv];
	const running = runUnchecked({ argv, env: command.env, timeoutMs: timeouts.serialMs });
	let text = "";
	const take = (): void => {
		text += readAll(terminal);
	};
	return {
		text: () => text,
		type: (keys) => void terminal.write(new TextEncoder().encode(keys)),
		waitFor: async (pattern) => {
			const endMs = performance.now() + timeouts.serialMs;
			for (take(); !pattern.test(text); take()) {
				if (performance.now() > endMs) {
					throw new Error(`${pattern} does not come to the terminal: ${JSON.stringify(text)}`);
				}
				await Bun.sleep(lookEveryMs); // a pseudo terminal tells nobody that it has something
			}
		},
		ended: running.then(({ exitCode }) => {
			take();
			return exitCode;
		}),
		settings: async () => (await runUnchecked({ argv: ["stty", "-F", path, "-g"] })).stdout,
		close: () => terminal.close(),
	};
}

function readAll(terminal: Terminal): string {
	const decoder = new TextDecoder();
	let text = "";
	for (let data = terminal.read(); data instanceof Uint8Array; data = terminal.read()) {
		text += decoder.decode(data, { stream: true });
	}
	return text;
}
