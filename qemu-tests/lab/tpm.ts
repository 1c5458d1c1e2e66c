import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import { type LabProcess, startLabProcess } from "./processes.ts";
import { timeouts } from "./timeouts.ts";

/** The running TPM of a machine. It ends with the QEMU that is connected to it. */
export interface Tpm {
	/** The control socket that QEMU connects to. */
	readonly socket: string;
	readonly process: LabProcess;
}

const pollIntervalMs = 20;

/**
 * Starts the TPM of a machine. Its state lies in the machine's directory and is made at the first
 * start, so the next power-on finds what was sealed before.
 */
export async function startTpm(directory: string): Promise<Tpm> {
	const state = join(directory, "tpm");
	const socket = join(directory, "tpm-control");
	mkdirSync(state, { recursive: true });
	rmSync(socket, { force: true }); // of a TPM that was killed
	const process = startLabProcess([
		...["swtpm", "socket", "--tpm2", "--terminate"],
		...["--tpmstate", `dir=${state}`, "--ctrl", `type=unixio,path=${socket}`],
	]);
	for (let waitedMs = 0; !existsSync(socket); waitedMs += pollIntervalMs) {
		if (waitedMs > timeouts.qemuStartMs) {
			await process.kill();
			throw new SomaError({
				code: "tpm-start",
				message: `the TPM in ${directory} did not start: ${process.output().trim()}`,
			});
		}
		await Bun.sleep(pollIntervalMs);
	}
	return { socket, process };
}
