import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	type BootRecord,
	parseBootRecord,
	recordVariable,
	rescueVariable,
} from "../core/boot/record.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";
import type { SystemPaths } from "./paths.ts";

/** Four bytes of attributes stand before the value (Documentation/filesystems/efivarfs.rst). */
const attributesSizeBytes = 4;

/**
 * The record of the selector, or why there is none: not booted by it, no EFI, or a broken record.
 */
export function readBootRecord(paths: SystemPaths): BootRecord | { problem: string } {
	const path = join(paths.efiVariables, recordVariable);
	try {
		const record = parseBootRecord(readFileSync(path).subarray(attributesSizeBytes));
		return "problem" in record ? { problem: `${path}: ${record.problem}` } : record;
	} catch (error) {
		return {
			problem:
				errnoOf(error) === "ENOENT"
					? "there is no EFI variable SomaBoot: the boot selector did not start this system"
					: `${path} cannot be read (${errnoOf(error) ?? String(error)})`,
		};
	}
}

/** Kept over a restart, visible to the selector and to us (UEFI 2.10 section 8.2). */
const keptAttributes = 7;

/** Makes the selector start rescue the next time, once: the variable SomaRescue. */
export function requestRescue(paths: SystemPaths): void {
	const path = join(paths.efiVariables, rescueVariable);
	try {
		writeFileSync(path, Uint8Array.of(keptAttributes, 0, 0, 0, 1));
	} catch (cause) {
		throw new SomaError({
			code: "efi-variable",
			message: `${path} cannot be written`,
			hint: "press r when the boot selector starts: that asks for rescue too",
			cause,
		});
	}
}

/** Variables of the boot loader interface (systemd-stub(7)) have this vendor GUID. */
const loaderVendor = "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";

/** A text that the boot loader or systemd's stub left: UTF-16 with a NUL behind it. */
export function readLoaderText(paths: SystemPaths, name: string): string | undefined {
	try {
		const bytes = readFileSync(join(paths.efiVariables, `${name}-${loaderVendor}`));
		const text = new TextDecoder("utf-16le").decode(bytes.subarray(attributesSizeBytes));
		return text.replace(/\0.*$/s, "");
	} catch {
		return undefined;
	}
}
