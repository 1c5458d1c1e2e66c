import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BootRecord, parseBootRecord, recordVariable } from "../core/boot/record.ts";
import { errnoOf } from "../lib/errors.ts";
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
