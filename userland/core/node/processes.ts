/** A process as /proc tells it; sizes in the units of the kernel. */
export interface ProcessStat {
	readonly pid: number;
	readonly parentPid: number;
	readonly name: string;
	readonly state: string;
	/** User and system time. */
	readonly processorTicks: number;
	readonly startedTicks: number;
	readonly threads: number;
	readonly residentPages: number;
}

/** Reads proc_pid_stat(5). The name is in brackets and may hold brackets and spaces itself. */
export function parseProcessStat(text: string): ProcessStat | undefined {
	const match = /^(\d+) \(([\s\S]*)\) (\S) (.*)$/m.exec(text);
	if (match === null) {
		return undefined;
	}
	const [, pid = "", name = "", state = "", rest = ""] = match;
	const fields = rest.split(" ").map(Number); // the first one is field 4, ppid
	const field = (number: number): number => fields[number - 4] ?? 0;
	return {
		pid: Number(pid),
		parentPid: field(4),
		name,
		state,
		processorTicks: field(14) + field(15),
		threads: field(20),
		startedTicks: field(22),
		residentPages: Math.max(0, field(24)),
	};
}

/** The unit that a process belongs to, from proc_pid_cgroup(5); empty for none. */
export function unitOfCgroup(text: string): string {
	const path = /^0::(.*)$/m.exec(text)?.[1] ?? "";
	const units = path.split("/").filter((part) => /\.(?:service|scope|socket|mount)$/.test(part));
	return units.at(-1) ?? "";
}

/** The arguments of proc_pid_cmdline(5) as one line, cut behind some characters. */
export function commandLineOf(text: string, greatestLength: number): string {
	return text.replace(/\0+$/, "").replaceAll("\0", " ").slice(0, greatestLength);
}
