import { readdirSync, readFileSync } from "node:fs";

const graceMs = 5000;
const pollMs = 50;

/** One process: its id, its parent and when it started (proc_pid_stat(5), fields 1, 4 and 22). */
export interface ProcessRow {
	readonly pid: number;
	readonly parent: number;
	readonly start: string;
	readonly isZombie: boolean;
}

/** The row of a `/proc/PID/stat` text, or undefined when it is none. */
export function parseStat(text: string): ProcessRow | undefined {
	const pid = Number.parseInt(text, 10);
	const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
	const parent = Number.parseInt(fields[1] ?? "", 10);
	return Number.isNaN(pid) || Number.isNaN(parent)
		? undefined
		: { pid, parent, start: fields[19] ?? "", isZombie: fields[0] === "Z" };
}

/** All descendants of a process among the rows, children before grandchildren. */
export function descendantsOf(rows: readonly ProcessRow[], ancestor: number): ProcessRow[] {
	const found: ProcessRow[] = [];
	let parents = new Set([ancestor]);
	while (parents.size > 0) {
		const children = rows.filter((row) => parents.has(row.parent) && !found.includes(row));
		found.push(...children);
		parents = new Set(children.map((row) => row.pid));
	}
	return found;
}

function processRows(): ProcessRow[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				return parseStat(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
			} catch {
				return []; // it ended meanwhile
			}
		});
}

function alive(rows: readonly ProcessRow[]): ProcessRow[] {
	const now = new Map(processRows().map((row) => [row.pid, row]));
	return rows.filter((row) => {
		const current = now.get(row.pid);
		return current !== undefined && current.start === row.start && !current.isZombie;
	});
}

function signalAll(rows: readonly ProcessRow[], signal: "SIGTERM" | "SIGKILL"): void {
	for (const row of rows) {
		try {
			process.kill(row.pid, signal);
		} catch {
			// it ended meanwhile
		}
	}
}

/** Ends every process that this one started, by asking first; resolves when they are gone. */
export async function endDescendants(): Promise<void> {
	const ours = descendantsOf(processRows(), process.pid);
	signalAll(ours, "SIGTERM");
	const deadline = performance.now() + graceMs;
	while (alive(ours).length > 0 && performance.now() < deadline) {
		await Bun.sleep(pollMs);
	}
	signalAll(alive(ours), "SIGKILL");
}
