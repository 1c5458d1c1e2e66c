import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	type BootEntries,
	type BootEntryChange,
	bootVariable,
	numberOfBootVariable,
} from "../core/efi/boot-entries.ts";
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
	const orderBytes = new Uint8Array(2 * order.length);
	for (const [at, entry] of order.entries()) {
		viewOf(orderBytes).setUint16(2 * at, entry, true);
	}
	write(paths, bootVariable(number), option);
	write(paths, "BootOrder", orderBytes);
	for (const entry of removed) {
		rmSync(join(paths.efiVariables, `${bootVariable(entry)}-${globalGuid}`), { force: true });
	}
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
