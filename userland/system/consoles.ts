import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../lib/errors.ts";
import { makeTerminalRaw } from "./libc.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** Every console of the machine as one: what is written goes to all, keys come from any. */
export interface Consoles {
	write(text: string): void;
	/** The keys that were pressed since the last call; never waits. */
	read(): string;
	close(): void;
}

/** No more is kept for a console that takes nothing, a stopped serial line for example. */
const greatestPendingBytes = 64 * 1024;

interface Console {
	readonly descriptor: number;
	pending: Uint8Array;
	broken: boolean;
}

/** Opens the consoles that `console=` of the command line named; one that fails is left out. */
export function openConsoles(paths: SystemPaths): Consoles {
	const names = (readText(paths.consoles) ?? "console").trim().split(/\s+/);
	const consoles = names.flatMap((name) => openOne(join(paths.deviceNodes, name)));
	return {
		write: (text) => {
			const bytes = new TextEncoder().encode(text.replaceAll("\n", "\r\n"));
			for (const console of consoles) {
				push(console, bytes);
			}
		},
		read: () =>
			consoles
				.map((console) => {
					push(console, new Uint8Array());
					return readKeys(console);
				})
				.join(""),
		close: () => {
			for (const { descriptor } of consoles) {
				closeSync(descriptor);
			}
		},
	};
}

function openOne(path: string): Console[] {
	try {
		const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
		const descriptor = openSync(path, flags);
		makeTerminalRaw(descriptor); // one that is no terminal stays as it is
		return [{ descriptor, pending: new Uint8Array(), broken: false }];
	} catch {
		return [];
	}
}

/** Writes as much as the console takes now, and keeps the rest. */
function push(console: Console, bytes: Uint8Array): void {
	const all = Buffer.concat([console.pending, bytes]).subarray(-greatestPendingBytes);
	let done = 0;
	try {
		while (done < all.length && !console.broken) {
			done += writeSync(console.descriptor, all, done, all.length - done);
		}
	} catch (error) {
		console.broken = errnoOf(error) !== "EAGAIN"; // a port without a chip behind it
	}
	console.pending = console.broken ? new Uint8Array() : all.subarray(done);
}

function readKeys(console: Console): string {
	const keys = new Uint8Array(256);
	try {
		const count = console.broken ? 0 : readSync(console.descriptor, keys, 0, keys.length, null);
		return new TextDecoder("latin1").decode(keys.subarray(0, count));
	} catch (error) {
		console.broken = errnoOf(error) !== "EAGAIN";
		return "";
	}
}
