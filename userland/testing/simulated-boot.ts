import { bootVariable, planBootEntry, selectorFile } from "../core/efi/boot-entries.ts";
import { type HardDrive, parseLoadOption } from "../core/efi/load-option.ts";
import { programPaths } from "../core/update/programs.ts";
import { concatBytes } from "../lib/bytes.ts";
import { sha256Of } from "../system/chunk-store.ts";
import type { EspFiles, EspVolume } from "../system/update/esp.ts";
import type { Firmware } from "../system/update/ports.ts";
import type { PowerSupply } from "./simulated-store.ts";

/** A partition without a journal: what was not flushed may be there, or torn, or gone. */
export interface SimulatedEsp extends EspVolume {
	readonly files: Map<string, Uint8Array>;
	cut(): void;
}

type Change = (files: Map<string, Uint8Array>, tear: boolean) => void;

/** A partition in memory with this room. */
export function simulatedEsp(
	sizeBytes: number,
	supply: PowerSupply,
	random: (limit: number) => number,
): SimulatedEsp {
	const safe = new Map<string, Uint8Array>();
	const files = new Map<string, Uint8Array>();
	let pending: Change[] = [];
	const perform = (change: Change): void => {
		supply.draw();
		pending.push(change);
		change(files, false);
	};
	const settle = (from: Map<string, Uint8Array>, to: Map<string, Uint8Array>): void => {
		to.clear();
		for (const [name, bytes] of from) {
			to.set(name, bytes);
		}
		pending = [];
	};
	const usedBytes = (): number => [...files.values()].reduce((sum, { length }) => sum + length, 0);
	const port: EspFiles = {
		read: (name) => {
			const bytes = files.get(name);
			return bytes === undefined ? undefined : [bytes];
		},
		readAt: (name, offsetBytes, lengthBytes) =>
			(files.get(name) ?? new Uint8Array()).slice(offsetBytes, offsetBytes + lengthBytes),
		write: async (name, pieces) => {
			const parts: Uint8Array[] = [];
			for await (const piece of pieces) {
				parts.push(piece.slice());
				const bytes = concatBytes(parts);
				perform((into, tear) =>
					into.set(name, tear ? bytes.slice(0, random(bytes.length)) : bytes),
				);
			}
		},
		rename: (from, to) =>
			perform((into, tear) => {
				const bytes = into.get(from) ?? new Uint8Array();
				into.delete(from);
				into.set(to, tear ? new Uint8Array(bytes.length) : bytes);
			}),
		remove: (name) => {
			if (files.has(name)) {
				perform((into) => into.delete(name));
			}
		},
		flush: () => {
			supply.draw();
			settle(files, safe);
			supply.draw();
		},
		freeBytes: () => sizeBytes - usedBytes(),
	};
	return {
		files,
		look: async (use) => await use(port),
		change: async (use) => {
			supply.draw();
			const result = await use(port);
			settle(files, safe);
			return result;
		},
		cut: () => {
			for (const change of pending) {
				const fate = random(3);
				if (fate > 0) {
					change(safe, fate === 1);
				}
			}
			settle(safe, files);
		},
	};
}

/** What a selector does when the firmware starts it. */
export type SelectorBehaviour = "starts" | "returns" | "hangs";

/** What came of a power-on. */
export type SimulatedStart =
	| { readonly kind: "up"; readonly sha256: string }
	/** Somebody has to cycle the power. */
	| { readonly kind: "hangs"; readonly sha256: string }
	| { readonly kind: "unbootable" };

/** Firmware that obeys `BootNext` once, then `BootOrder`; what cannot be loaded is skipped. */
export interface SimulatedFirmware extends Firmware {
	readonly variables: {
		readonly options: Map<number, Uint8Array>;
		order: readonly number[];
		next: number | undefined;
		current: number | undefined;
	};
	start(): SimulatedStart;
}

/** Firmware of a node that was installed by an entry of its own, or by copying a disk image. */
export function simulatedFirmware(
	esp: SimulatedEsp,
	drive: HardDrive,
	installedBy: "entry" | "image",
	behaviourOf: (sha256: string) => SelectorBehaviour,
	supply: PowerSupply,
): SimulatedFirmware {
	const variables: SimulatedFirmware["variables"] = {
		options: new Map([
			[0, formatDeviceOption("Network")],
			[1, formatDeviceOption("UEFI Misc Device")],
		]),
		order: [1, 0],
		next: undefined,
		current: undefined,
	};
	if (installedBy === "entry") {
		const { number, option, order } = planBootEntry(variables, drive, []);
		variables.options.set(number, option);
		variables.order = order;
	}
	return {
		variables,
		read: () => ({
			entries: { options: new Map(variables.options), order: variables.order },
			current: variables.current,
			next: variables.next,
		}),
		change: ({ options, order, removed }) => {
			for (const { number, option } of options) {
				supply.draw();
				variables.options.set(number, option);
			}
			supply.draw();
			variables.order = order;
			for (const number of removed) {
				supply.draw();
				variables.options.delete(number);
			}
		},
		setNext: (number) => {
			supply.draw();
			variables.next = number;
			supply.draw();
		},
		start: () => {
			const numbers = [variables.next, ...variables.order].filter((one) => one !== undefined);
			variables.next = undefined;
			for (const number of numbers) {
				const sha256 = selectorOf(esp, variables.options.get(number));
				const behaviour = sha256 === undefined ? "returns" : behaviourOf(sha256);
				if (sha256 !== undefined && behaviour !== "returns") {
					variables.current = number;
					return { kind: behaviour === "starts" ? "up" : "hangs", sha256 };
				}
			}
			return { kind: "unbootable" };
		},
	};
}

/** The bits that an entry starts, if it starts a selector at all. */
function selectorOf(esp: SimulatedEsp, option: Uint8Array | undefined): string | undefined {
	const parsed = option && parseLoadOption(option);
	if (parsed === undefined || parsed.description === "Network") {
		return undefined;
	}
	const isFirst = parsed.file === selectorFile;
	const bytes = esp.files.get(programPaths[isFirst ? "first" : "second"]);
	return bytes === undefined ? undefined : sha256Of(bytes);
}

/** The variables that choose what starts, as text: for "everything is as it was". */
export function describeVariables({ variables }: SimulatedFirmware): string {
	const names = [...variables.options.keys()].sort((left, right) => left - right);
	return `${names.map(bootVariable).join(" ")}; ${variables.order.join(" ")}; ${variables.next}`;
}

/** An entry for a whole device, which has neither a partition nor a file. */
function formatDeviceOption(description: string): Uint8Array {
	const text = [...description, "\0"].flatMap((letter) => [letter.charCodeAt(0), 0]);
	return Uint8Array.from([1, 0, 0, 0, 4, 0, ...text, 0x7f, 0xff, 4, 0]);
}
