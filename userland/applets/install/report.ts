import {
	formatProgress,
	type InstallPhase,
	type Progress,
	paceOf,
	percentOf,
} from "../../core/install/progress.ts";
import { type Context, formatJsonLine } from "../context.ts";

/** How an installation is told: to a program, to a person who watches, or into a log. */
export type ReportStyle = "json" | "terminal" | "log";

const terminalEveryMs = 200;
const jsonEveryMs = 1000;

/** Tells how far an installation is; one for its whole time. */
export class InstallReport {
	readonly #context: Context;
	readonly #style: ReportStyle;
	readonly #now: () => number;
	#phase: InstallPhase = "checking";
	#doneBytes = 0;
	#totalBytes = 0;
	#startedMs = 0;
	#toldMs = 0;
	#toldPercent = 0;

	constructor(context: Context, style: ReportStyle, now: () => number) {
		this.#context = context;
		this.#style = style;
		this.#now = now;
	}

	/** A line for a person; the events of `--json` say the same. */
	say(text: string): void {
		if (this.#style !== "json") {
			this.#context.print(text);
		}
	}

	/** A line of `--json`: what happened, and facts. */
	event(name: string, facts: object): void {
		if (this.#style === "json") {
			this.#context.print(formatJsonLine({ event: name, ...facts }));
		}
	}

	phase(phase: InstallPhase, totalBytes: number): void {
		this.#phase = phase;
		this.#doneBytes = 0;
		this.#totalBytes = totalBytes;
		this.#startedMs = this.#now();
		this.#toldMs = this.#startedMs;
		this.#toldPercent = 0;
	}

	bytes(count: number): void {
		this.#doneBytes += count;
		const progress = this.#progress();
		const isDone = this.#doneBytes === this.#totalBytes;
		const silentMs = this.#now() - this.#toldMs;
		switch (this.#style) {
			case "terminal":
				if (isDone || silentMs >= terminalEveryMs) {
					this.#told();
					const line = formatProgress(progress);
					process.stdout.write(`\r\u001b[K${line}${isDone ? "\n" : ""}`);
				}
				return;
			case "json":
				if (isDone || silentMs >= jsonEveryMs) {
					this.#told();
					const { bytesPerSecond, secondsLeft } = paceOf(progress);
					const { phase, doneBytes, totalBytes } = progress;
					const pace = { bytesPerSecond: bytesPerSecond ?? null, secondsLeft: secondsLeft ?? null };
					this.event("progress", { phase, doneBytes, totalBytes, ...pace });
				}
				return;
			case "log": {
				const percent = percentOf(progress);
				if (percent >= this.#toldPercent + 10) {
					this.#toldPercent = percent - (percent % 10);
					this.#context.print(formatProgress(progress));
				}
				return;
			}
		}
	}

	#told(): void {
		this.#toldMs = this.#now();
	}

	#progress(): Progress {
		const elapsedMs = this.#now() - this.#startedMs;
		const [doneBytes, totalBytes] = [this.#doneBytes, this.#totalBytes];
		return { phase: this.#phase, doneBytes, totalBytes, elapsedMs };
	}
}
