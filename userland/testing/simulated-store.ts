import { type LoadedTable, loadTable } from "../core/gpt/load.ts";
import type { UpdateDisk, UpdateFiles } from "../system/update/ports.ts";
import { readEnds } from "./soma-disks.ts";

/** The power went: whoever sees this stops, and nothing that it held in memory is left. */
export class PowerCut extends Error {
	constructor() {
		super("the power was cut");
		this.name = "PowerCut";
	}
}

/** Counts effects, and cuts the power at one of them. */
export interface PowerSupply {
	/** Called before every effect. @throws PowerCut */
	draw(): void;
}

/** A disk with a cache that loses, tears and reorders what was not flushed. */
export interface SimulatedDisk extends UpdateDisk {
	/** What the cut leaves of the writes in flight; afterwards the disk is as after power-on. */
	cut(): void;
	/** Writes without the power supply: what a factory does. */
	seed(offsetBytes: number, bytes: Uint8Array): void;
	/** The numbers of the physical blocks that were ever written, for "this one never was". */
	readonly written: Set<number>;
}

/** Disks tear at this size at worst, and reorder blocks of the larger one. */
const granuleBytes = 512;
const physicalBytes = 4096;

/** A disk in memory that holds only blocks which are not zero. */
export function simulatedDisk(
	diskSizeBytes: number,
	supply: PowerSupply,
	random: (limit: number) => number,
): SimulatedDisk {
	const safe = new Map<number, Uint8Array>();
	const cache = new Map<number, Uint8Array[]>();
	const written = new Set<number>();
	const zero = new Uint8Array(physicalBytes);
	const latest = (block: number): Uint8Array => cache.get(block)?.at(-1) ?? safe.get(block) ?? zero;
	const readNow = (offsetBytes: number, lengthBytes: number): Uint8Array => {
		const bytes = new Uint8Array(lengthBytes);
		for (let done = 0; done < lengthBytes; ) {
			const at = offsetBytes + done;
			const within = at % physicalBytes;
			const count = Math.min(physicalBytes - within, lengthBytes - done);
			bytes.set(latest(Math.floor(at / physicalBytes)).subarray(within, within + count), done);
			done += count;
		}
		return bytes;
	};
	const put = (offsetBytes: number, bytes: Uint8Array): void => {
		for (let done = 0; done < bytes.length; ) {
			const at = offsetBytes + done;
			const block = Math.floor(at / physicalBytes);
			const within = at % physicalBytes;
			const count = Math.min(physicalBytes - within, bytes.length - done);
			const next = latest(block).slice();
			next.set(bytes.subarray(done, done + count), within);
			cache.set(block, [...(cache.get(block) ?? []), next]);
			written.add(block);
			done += count;
		}
	};
	const settle = (): void => {
		for (const [block, versions] of cache) {
			safe.set(block, versions.at(-1) ?? zero);
		}
		cache.clear();
	};
	const flush = async (): Promise<void> => {
		supply.draw();
		settle();
	};
	const write = async (offsetBytes: number, bytes: Uint8Array): Promise<void> => {
		supply.draw();
		put(offsetBytes, bytes);
	};
	const readTable = (): LoadedTable =>
		loadTable(readEnds({ diskSizeBytes, blockSizeBytes: 512 }, readNow));
	return {
		blockSizeBytes: 512,
		written,
		read: async (offsetBytes, lengthBytes) => readNow(offsetBytes, lengthBytes),
		readInto: async (offsetBytes, target) => target.set(readNow(offsetBytes, target.length)),
		write,
		flush,
		forgetCache: () => {},
		readTable: async () => readTable(),
		changeTable: async (change) => {
			for (const step of change(readTable())) {
				await (step.kind === "flush" ? flush() : write(step.offsetBytes, step.bytes));
			}
		},
		seed: (offsetBytes, bytes) => {
			put(offsetBytes, bytes);
			settle();
			written.clear();
		},
		cut: () => {
			for (const [block, versions] of cache) {
				safe.set(block, remains(safe.get(block) ?? zero, versions, random));
			}
			cache.clear();
		},
	};
}

/** What is left of one block: the old content, any of the new ones, or a mix of two of them. */
function remains(
	old: Uint8Array,
	versions: readonly Uint8Array[],
	random: (limit: number) => number,
): Uint8Array {
	const all = [old, ...versions];
	const one = all[random(all.length)] ?? old;
	if (random(4) > 0) {
		return one;
	}
	const other = all[random(all.length)] ?? old;
	const torn = one.slice();
	for (let at = 0; at < physicalBytes; at += granuleBytes) {
		if (random(2) === 0) {
			torn.set(other.subarray(at, at + granuleBytes), at);
		}
	}
	return torn;
}

/** Files of STATE that lose or tear what was written loosely. */
export interface SimulatedFiles extends UpdateFiles {
	cut(): void;
	/** The number of files that are there. */
	count(): number;
}

/** Files in memory, below one directory. */
export function simulatedFiles(
	sizeBytes: number,
	supply: PowerSupply,
	random: (limit: number) => number,
): SimulatedFiles {
	const files = new Map<string, Uint8Array>();
	/** What the disk surely has of files that were written loosely. */
	const loose = new Map<string, Uint8Array | undefined>();
	const change = (name: string, bytes: Uint8Array): void => {
		supply.draw();
		if (!loose.has(name)) {
			loose.set(name, files.get(name));
		}
		files.set(name, bytes);
	};
	return {
		read: (name) => files.get(name),
		replace: (name, bytes) => {
			supply.draw(); // before it is safe ...
			files.set(name, bytes);
			loose.delete(name);
			supply.draw(); // ... or right after
		},
		openLoose: (name) => ({
			sizeBytes: () => files.get(name)?.length ?? 0,
			readInto: (offsetBytes, target) => {
				const bytes = files.get(name)?.subarray(offsetBytes, offsetBytes + target.length);
				target.set(bytes ?? []);
				return bytes?.length === target.length;
			},
			write: (offsetBytes, bytes) => {
				const before = files.get(name) ?? new Uint8Array();
				const after = new Uint8Array(Math.max(before.length, offsetBytes + bytes.length));
				after.set(before);
				after.set(bytes, offsetBytes);
				change(name, after);
			},
			truncate: (lengthBytes) => {
				change(name, (files.get(name) ?? new Uint8Array()).slice(0, lengthBytes));
			},
			close: () => {},
		}),
		flush: () => {
			supply.draw();
			loose.clear();
		},
		list: (folder) =>
			[...files.keys()]
				.filter((name) => name.startsWith(`${folder}/`))
				.map((name) => name.slice(folder.length + 1)),
		remove: (name) => {
			supply.draw();
			files.delete(name);
			loose.delete(name);
		},
		exclusively: (work) => work(),
		freeBytes: () => [...files.values()].reduce((free, { length }) => free - length, sizeBytes),
		count: () => files.size,
		cut: () => {
			for (const [name, safe] of loose) {
				const left = looseRemains(safe, files.get(name) ?? new Uint8Array(), random);
				if (left === undefined) {
					files.delete(name);
				} else {
					files.set(name, left);
				}
			}
			loose.clear();
		},
	};
}

/** What file systems leave without fsync: the old, the new, or a piece of it with zeros in it. */
function looseRemains(
	safe: Uint8Array | undefined,
	bytes: Uint8Array,
	random: (limit: number) => number,
): Uint8Array | undefined {
	switch (random(4)) {
		case 0:
			return safe;
		case 1:
			return bytes;
		default:
			return torn(safe ?? new Uint8Array(), bytes, random);
	}
}

/** The new bytes up to some place, any blocks of which may be as before, or zero. */
function torn(safe: Uint8Array, bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
	const changed = bytes.findIndex((byte, at) => byte !== safe[at]);
	const same = changed === -1 ? Math.min(bytes.length, safe.length) : changed;
	const left = bytes.slice(0, same + random(bytes.length - same + 1));
	const damage = random(4); // a quarter of the cuts only ends the file early
	for (let at = same - (same % granuleBytes); at < left.length; at += granuleBytes) {
		if (random(4) < damage) {
			const end = Math.min(at + granuleBytes, left.length);
			const from = Math.max(at, same);
			left.fill(0, from, end);
			if (random(2) === 0) {
				left.set(safe.subarray(from, end), from);
			}
		}
	}
	return left;
}
