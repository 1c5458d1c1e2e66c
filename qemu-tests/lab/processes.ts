import { openToolTree } from "../../image/tools/tree.ts";

/** A process of the lab: it never outlives the program that started it. */
export interface LabProcess {
	readonly pid: number;
	/** Resolves when the process has ended, however it ended. */
	readonly exited: Promise<void>;
	/** What it wrote to its standard streams so far, for error messages. */
	output(): string;
	/** SIGKILL: for a machine this is the power cut. Resolves when the process is gone. */
	kill(): Promise<void>;
}

const running = new Set<Bun.Subprocess>();

function killAll(): void {
	for (const child of running) {
		child.kill("SIGKILL");
	}
}

process.on("exit", killAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
	// Somebody else may handle the signal too; then they decide how the program ends.
	process.on(signal, () => {
		killAll();
		if (process.listenerCount(signal) === 1) {
			process.exit(130);
		}
	});
}

/**
 * Starts a long-lived program inside the tool tree. Every step on the way in (unshare, sh, env,
 * setpriv) replaces itself by the next with exec, so the pid is the program's own; the kernel kills
 * it even when this program dies by SIGKILL.
 */
export function startLabProcess(argv: readonly string[]): LabProcess {
	const inside = openToolTree().argv(["setpriv", "--pdeathsig", "KILL", ...argv]);
	const child = Bun.spawn(inside, { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
	running.add(child);
	let text = "";
	const collect = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
		const decoder = new TextDecoder();
		for await (const chunk of stream) {
			text += decoder.decode(chunk, { stream: true });
		}
	};
	const exited = Promise.all([child.exited, collect(child.stdout), collect(child.stderr)]).then(
		() => {
			running.delete(child);
		},
	);
	return {
		pid: child.pid,
		exited,
		output: () => text,
		kill: async () => {
			child.kill("SIGKILL");
			await exited;
		},
	};
}
