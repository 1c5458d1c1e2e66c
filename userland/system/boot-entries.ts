import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	type BootEntries,
	type BootEntryChange,
	bootVariable,
	numberOfBootVariable,
} from "../core/efi/boot-entries.ts";
import type { TrialChange } from "../core/efi/trial-entries.ts";
import { concatBytes, viewOf } from "../lib/bytes.ts";
import { SomaError } from "../lib/errors.ts";
import type { SystemPaths } from "./paths.ts";

/** EFI_GLOBAL_VARIABLE (UEFI 2.10 section 3.3). */
const globalGuid = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
/** Kept over a restart, visible before and after the system starts. */
const attributes = Uint8Array.of(7, 0, 0, 0);

/** The boot entries of this machine, or undefined when it has no EFI variables. */
export function readBootEntries(paths: SystemPaths): BootEntries | undefined {
	if (!existsSync(paths.efiVariables)) {
		return undefined;
	}
	const names = readdirSync(paths.efiVariables);
	const variables = names.filter((name) => name.endsWith(`-${globalGuid}`));
	const options = new Map<number, Uint8Array>();
	for (const variable of variables) {
		const number = numberOfBootVariable(variable.slice(0, -globalGuid.length - 1));
		if (number !== undefined) {
			options.set(number, read(paths, variable));
		}
	}
	const orderName = `BootOrder-${globalGuid}`;
	const bytes = variables.includes(orderName) ? read(paths, orderName) : new Uint8Array();
	const order = Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) =>
		viewOf(bytes).getUint16(2 * at, true),
	);
	// An efivarfs that is not mounted is an empty directory.
	return names.length === 0 ? undefined : { options, order };
}

/** Writes a new entry and the order; a machine that fails in between has the old order. */
export function writeBootEntry(paths: SystemPaths, change: BootEntryChange): void {
	const { number, option, order, removed } = change;
	changeBootEntries(paths, { options: [{ number, option }], order, removed });
}

/** Writes entries, then the order, then removes entries that the order names no more. */
export function changeBootEntries(paths: SystemPaths, change: TrialChange): void {
	for (const { number, option } of change.options) {
		write(paths, bootVariable(number), option);
	}
	write(paths, "BootOrder", numbersToBytes(change.order));
	for (const entry of change.removed) {
		remove(paths, bootVariable(entry));
	}
}

/** The entry that started this boot (`BootCurrent`) or starts the next one (`BootNext`). */
export function readBootNumber(
	paths: SystemPaths,
	name: "BootCurrent" | "BootNext",
): number | undefined {
	if (!existsSync(join(paths.efiVariables, `${name}-${globalGuid}`))) {
		return undefined;
	}
	const bytes = read(paths, `${name}-${globalGuid}`);
	return bytes.length === 2 ? viewOf(bytes).getUint16(0, true) : undefined;
}

/** Has the firmware start an entry once, at the next start; undefined takes that back. */
export function writeBootNext(paths: SystemPaths, number: number | undefined): void {
	if (number === undefined) {
		remove(paths, "BootNext");
	} else {
		write(paths, "BootNext", numbersToBytes([number]));
	}
}

function numbersToBytes(numbers: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(2 * numbers.length);
	for (const [at, number] of numbers.entries()) {
		viewOf(bytes).setUint16(2 * at, number, true);
	}
	return bytes;
}

function remove(paths: SystemPaths, name: string): void {
	rmSync(join(paths.efiVariables, `${name}-${globalGuid}`), { force: true });
}

function read(paths: SystemPaths, variable: string): Uint8Array {
	return readFileSync(join(paths.efiVariables, variable)).subarray(attributes.length);
}

function write(paths: SystemPaths, name: string, value: Uint8Array): void {
	const path = join(paths.efiVariables, `${name}-${globalGuid}`);
	try {
		// One write(2): efivarfs takes a variable as a whole.
		writeFileSync(path, concatBytes([attributes, value]));
	} catch (cause) {
		throw new SomaError({
			code: "efi-variable",
			message: `${path} cannot be written`,
			hint: "the firmware may have no room for variables: delete boot entries in its setup",
			cause,
		});
	}
}
