import { createHash } from "node:crypto";
import { type ProgramPlace, programPaths } from "../../core/update/programs.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/table.ts";
import type { EspFiles } from "../../system/update/esp.ts";
import type { ProgramPieces } from "./program-content.ts";

/** What has to be where, and where its bytes come from. */
export interface ProgramWrite {
	readonly place: ProgramPlace;
	readonly sizeBytes: number;
	readonly sha256: string;
	readonly pieces: ProgramPieces;
}

/** Directories grow, and a cluster is left over. */
const reserveBytes = 1024 * 1024;

/** The SHA-256 of a file as the disk has it, or undefined when there is none. */
export function digestOf(files: EspFiles, name: string): string | undefined {
	const pieces = files.read(name);
	if (pieces === undefined) {
		return undefined;
	}
	const hash = createHash("sha256");
	for (const piece of pieces) {
		hash.update(piece);
	}
	return hash.digest("hex");
}

/**
 * Replaces a program: under another name, read back, and only then under its own. FAT has no
 * journal, so every step is flushed before the next one.
 * @throws SomaError `esp-no-space` before anything was touched, `esp-verify`
 */
export async function replaceProgram(files: EspFiles, write: ProgramWrite): Promise<void> {
	const name = programPaths[write.place];
	for (const path of Object.values(programPaths)) {
		files.remove(stagingOf(path)); // of a run that was cut off
	}
	const freeBytes = files.freeBytes();
	if (freeBytes < write.sizeBytes + reserveBytes) {
		throw new SomaError({
			code: "esp-no-space",
			message:
				`the EFI system partition has ${formatBytes(freeBytes)} free, and ${name} needs ` +
				formatBytes(write.sizeBytes + reserveBytes),
			hint: "remove files from it that this system did not put there; nothing was changed",
		});
	}
	const staging = stagingOf(name);
	await files.write(staging, write.pieces(files));
	files.flush();
	if (digestOf(files, staging) !== write.sha256) {
		files.remove(staging);
		files.flush();
		throw new SomaError({
			code: "esp-verify",
			message: `${staging} on the EFI system partition reads back other than it should`,
			hint: "look at the kernel's log: the disk may fail; the next run tries it again",
			retryable: true,
		});
	}
	files.rename(staging, name);
	files.flush();
}

function stagingOf(name: string): string {
	return name.replace(/\.efi$/i, ".new");
}
