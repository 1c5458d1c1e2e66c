import { SomaError } from "../../userland/lib/errors.ts";
import { shellQuote } from "../../userland/system/process.ts";
import { type Channel, lineSplitter } from "./channel.ts";
import { timeouts } from "./timeouts.ts";
import { Inbox } from "./waiting.ts";

/** What a command inside the guest did. Both of its output streams, in order, are in `output`. */
export interface HandResult {
	readonly exitCode: number;
	readonly output: string;
}

/** Runs commands inside the guest through a busybox that the test brought along. */
export interface Hand {
	/** Waits until the hand has started in the present boot. */
	ready(timeoutMs?: number): Promise<void>;
	/** Runs a script (text) or a program (words) and reports how it ended. */
	run(command: string | readonly string[], timeoutMs?: number): Promise<HandResult>;
	/** Runs a command that must succeed and gives its output without the last newline. */
	expect(command: string | readonly string[], timeoutMs?: number): Promise<string>;
}

export interface OwnedHand extends Hand {
	/** Another boot begins: the hand of the last one is gone. */
	reset(): void;
	fail(reason: string): void;
}

interface Answer extends HandResult {
	readonly id: number;
}

/** The answer in a line `ID EXIT-CODE BASE64`, or undefined. */
export function parseAnswer(line: string): Answer | undefined {
	const match = /^(\d+) (\d+) ?([A-Za-z0-9+/=]*)$/.exec(line);
	if (match === null) {
		return undefined;
	}
	const output = Buffer.from(match[3] ?? "", "base64").toString("utf8");
	return { id: Number(match[1]), exitCode: Number(match[2]), output };
}

/** Speaks with the hand over its virtio-serial port (protocol: see `hand-disk.ts`). */
export function openHand(machine: string, channel: Channel): OwnedHand {
	const answers = new Inbox<Answer>();
	const greetings = new Inbox<true>();
	let nextId = 1;
	let greeted = false;
	channel.onData(
		lineSplitter((line) => {
			const answer = parseAnswer(line);
			if (answer !== undefined) {
				answers.push(answer);
			} else if (line === "ready") {
				greeted = true;
				greetings.push(true);
			}
		}),
	);
	const late = (what: string, timeoutMs: number) => (): Error =>
		new SomaError({
			code: "hand-timeout",
			message: `${machine}: the hand did not finish within ${timeoutMs} ms: ${what}`,
			hint: "look at the serial log for why the guest is slow or hangs",
		});
	const ready = async (timeoutMs: number = timeouts.bootMs): Promise<void> => {
		if (!greeted) {
			await greetings.take(() => true, timeoutMs, late("its start", timeoutMs));
		}
	};
	const run: Hand["run"] = async (command, timeoutMs = timeouts.handMs) => {
		await ready();
		const id = nextId++;
		const script = typeof command === "string" ? command : command.map(shellQuote).join(" ");
		channel.write(`${id} ${Buffer.from(`${script}\n`, "utf8").toString("base64")}\n`);
		const answer = await answers.take((item) => item.id === id, timeoutMs, late(script, timeoutMs));
		return { exitCode: answer.exitCode, output: answer.output };
	};
	return {
		ready,
		run,
		expect: async (command, timeoutMs) => {
			const result = await run(command, timeoutMs);
			if (result.exitCode !== 0) {
				throw new SomaError({
					code: "hand-command-failed",
					message: `${machine}: ${String(command)} ended with ${result.exitCode}: ${result.output}`,
					hint: "run the command by hand in the guest",
				});
			}
			return result.output.replace(/\n$/, "");
		},
		reset: () => {
			greeted = false;
			greetings.clear();
			answers.fail(
				new SomaError({
					code: "hand-lost",
					message: `${machine}: the guest was reset while the hand worked`,
				}),
			);
		},
		fail: (reason) => {
			const error = new SomaError({ code: "machine-gone", message: `${machine}: ${reason}` });
			answers.fail(error);
			greetings.fail(error);
		},
	};
}
