import { constants } from "node:os";
import { endDescendants } from "./descendants.ts";

type Cleanup = () => Promise<void>;

const cleanups: Cleanup[] = [];
let stopping = false;

/** Registers what must be done before this program ends by a signal; the last one runs first. */
export function beforeStopping(cleanup: Cleanup): void {
	cleanups.unshift(cleanup);
}

/** True once a signal has told this program to end: what fails from then on is no news. */
export function isStopping(): boolean {
	return stopping;
}

/** Makes Ctrl-C, SIGTERM and a closed terminal end this program and every process it started. */
export function stopOnSignals(): void {
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(signal, () => {
			if (!stopping) {
				stopping = true; // a terminal and npm may each send the same signal
				void stop(128 + constants.signals[signal]);
			}
		});
	}
}

async function stop(exitCode: number): Promise<void> {
	for (const cleanup of cleanups) {
		await cleanup().catch((error: unknown) => {
			process.stderr.write(`while stopping: ${String(error)}\n`);
		});
	}
	await endDescendants();
	process.exit(exitCode);
}
