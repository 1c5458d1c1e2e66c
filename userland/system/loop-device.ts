import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../lib/errors.ts";
import { addLoopDevice, attachLoopDevice, type Failure } from "./libc.ts";
import type { SystemPaths } from "./paths.ts";

/** Puts a file under `/dev/loopINDEX`, read only, and makes that device if need be. */
export function openLoopDevice(paths: SystemPaths, index: number, file: string): void {
	const path = join(paths.deviceNodes, `loop${index}`);
	withOpen(join(paths.deviceNodes, "loop-control"), "r+", (control) =>
		check(path, addLoopDevice(control, index)),
	);
	withOpen(file, "r", (backing) =>
		withOpen(path, "r", (device) => check(path, attachLoopDevice(device, backing))),
	);
}

function withOpen(path: string, flags: string, use: (descriptor: number) => void): void {
	const descriptor = openSync(path, flags);
	try {
		use(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function check(path: string, failed: Failure | undefined): void {
	if (failed !== undefined) {
		throw new SomaError({
			code: "loop-device",
			message: `${path} cannot be made or filled: ${failed.message}`,
			facts: { errno: failed.errno },
		});
	}
}
