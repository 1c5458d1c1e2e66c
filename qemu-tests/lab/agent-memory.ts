import type { Machine } from "./machine.ts";

/** Memory of a process, as proc_pid_status(5) tells it. */
export interface ProcessMemory {
	readonly residentBytes: number;
	/** Of these, what is no page of a file: nobody shares it, and it can be taken from nobody. */
	readonly anonymousBytes: number;
}

/** Memory according to the text of /proc/PID/status; NaN when it is none. */
export function parseProcessMemory(text: string): ProcessMemory {
	const field = (name: string): number =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? Number.NaN) * 1024;
	return { residentBytes: field("VmRSS"), anonymousBytes: field("RssAnon") };
}

/** Memory of the agent of a running node now, by the hand. */
export async function agentMemory({ hand }: Machine): Promise<ProcessMemory> {
	return parseProcessMemory(await hand.expect("cat /proc/$(pidof soma-agent)/status"));
}
