import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { durationText } from "./duration.ts";

/** Told the latest line of a long step. */
export type Report = (line: string) => void;

/** What a progress line is made from. */
export interface ProgressState {
	readonly name: string;
	readonly latest: string;
	readonly elapsedMs: number;
	/** How long the same step took the last time, if it ever ended. */
	readonly expectedMs: number | undefined;
}

const repeatMs = 20_000;
const drawMs = 200;

/** What, how far, how long: `kernel  41 %  5 min 40 s of about 14 min 00 s  CC net/core/dev.o`. */
export function progressLine(state: ProgressState): string {
	const elapsed = durationText(state.elapsedMs);
	const expected = state.expectedMs ?? 0;
	const percent = Math.min(99, Math.floor((100 * state.elapsedMs) / expected));
	const estimate = `${percent} %  ${elapsed} of about ${durationText(expected)}`;
	const far = expected > 0 ? estimate : elapsed;
	return [state.name, far, state.latest].filter((part) => part !== "").join("  ");
}

/** A line without control sequences, cut to the width of the terminal. */
export function fitLine(line: string, columns: number): string {
	const plain = Bun.stripANSI(line)
		.replaceAll("\t", " ")
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
		.replaceAll(/[\u0000-\u001f\u007f]/g, "");
	return plain.length <= columns ? plain : `${plain.slice(0, Math.max(0, columns - 3))}...`;
}

/**
 * Runs a long step and shows what it does: in place on a terminal, else as a line whenever twenty
 * seconds have passed. Every line goes to `logs/NAME.log` in the cache, and a failure names that
 * file.
 */
export async function withProgress<T>(
	name: string,
	work: (report: Report) => Promise<T>,
): Promise<T> {
	const stream = process.stderr;
	const drawsInPlace = stream.isTTY === true;
	const log = openLog(name);
	const started = performance.now();
	const state = { name, latest: "", elapsedMs: 0, expectedMs: readDurations()[name] };
	let shown = -repeatMs;
	const show = (everyMs: number): void => {
		state.elapsedMs = performance.now() - started;
		if (state.elapsedMs - shown >= everyMs) {
			shown = state.elapsedMs;
			const line = fitLine(progressLine(state), stream.columns || 120);
			stream.write(drawsInPlace ? `\r\u001b[2K${line}` : `${line}\n`);
		}
	};
	const timer = setInterval(
		() => show(drawsInPlace ? drawMs : repeatMs),
		drawsInPlace ? drawMs : 1000,
	);
	const clear = (): void => {
		clearInterval(timer);
		stream.write(drawsInPlace ? "\r\u001b[2K" : "");
	};
	try {
		const result = await work((line) => {
			state.latest = line.trim();
			log.write(line);
		});
		clear();
		state.elapsedMs = performance.now() - started;
		if (state.elapsedMs > 1000) {
			writeDuration(name, state.elapsedMs);
			stream.write(`${name}: done in ${durationText(state.elapsedMs)}\n`);
		}
		return result;
	} catch (error) {
		clear();
		const after = durationText(performance.now() - started);
		stream.write(`${name}: failed after ${after}; every line of it: ${log.path}\n`);
		throw error;
	}
}

function openLog(name: string): { readonly path: string; write(line: string): void } {
	const directory = join(cacheDirectory(), "logs");
	const path = join(directory, `${name.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}.log`);
	mkdirSync(directory, { recursive: true });
	writeFileSync(path, "");
	return { path, write: (line) => appendFileSync(path, `${line}\n`) };
}

function durationsPath(): string {
	return join(cacheDirectory(), "durations.json");
}

/** How long each step took the last time; a missing or broken file only costs the estimate. */
function readDurations(): Readonly<Record<string, number>> {
	try {
		const parsed: unknown = JSON.parse(readFileSync(durationsPath(), "utf8"));
		const entries = Object.entries(parsed ?? {});
		return Object.fromEntries(entries.filter((entry) => typeof entry[1] === "number"));
	} catch {
		return {};
	}
}

function writeDuration(name: string, elapsedMs: number): void {
	const durations = { ...readDurations(), [name]: Math.round(elapsedMs) };
	writeFileSync(durationsPath(), `${JSON.stringify(durations, null, "\t")}\n`);
}
