import { readFileSync } from "node:fs";
import { SomaError } from "../../userland/lib/errors.ts";

/** What a program and those that it started took. */
export interface Effort {
	readonly stdout: string;
	readonly stderr: string;
	readonly seconds: number;
	/** The greatest sum of the peaks of programs that ran at one time; mapped files count. */
	readonly peakBytes: number;
	/** The greatest sum that was seen of what is not a mapped file. */
	readonly anonymousBytes: number;
}

interface Resident {
	readonly peakBytes: number;
	readonly anonymousBytes: number;
}

/** Often enough for programs that run some tenths of a second; peaks are the kernel's own. */
const sampleMs = 10;

const none: Resident = { peakBytes: 0, anonymousBytes: 0 };

/** They start others here, or carry messages for them. */
const notCounted: ReadonlySet<string> = new Set(["bash", "dbus-daemon", "env", "sh", "unshare"]);

/**
 * Runs a program that must succeed. `wait4(2)` would say of a small child what its parent had
 * when it forked, so the peaks are read from /proc.
 */
export async function runMeasured(argv: readonly string[]): Promise<Effort> {
	const started = performance.now();
	const child = Bun.spawn([...argv], { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
	let most: Resident = none;
	const sample = (): void => {
		const now = residentBelow(child.pid);
		most = {
			peakBytes: Math.max(most.peakBytes, now.peakBytes),
			anonymousBytes: Math.max(most.anonymousBytes, now.anonymousBytes),
		};
	};
	const timer = setInterval(sample, sampleMs);
	const [stdout, stderr, exitCode] = await Promise.all([
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
		child.exited,
	]);
	clearInterval(timer);
	const seconds = (performance.now() - started) / 1000;
	if (exitCode !== 0) {
		throw new SomaError({
			code: "process-failed",
			message: `${argv[0]} failed with exit code ${exitCode}: ${stderr.trim().slice(-600)}`,
		});
	}
	return { stdout, stderr, seconds, ...most };
}

function residentBelow(pid: number): Resident {
	try {
		const status = readFileSync(`/proc/${pid}/status`, "utf8");
		const bytes = (name: string): number =>
			Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) * 1024;
		const [, program = ""] = /^Name:\s*(.*)$/m.exec(status) ?? [];
		const own = notCounted.has(program)
			? none
			: { peakBytes: bytes("VmHWM"), anonymousBytes: bytes("RssAnon") };
		const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
		return children
			.filter((text) => text.trim() !== "")
			.map((text) => residentBelow(Number(text)))
			.reduce(
				(sum, child) => ({
					peakBytes: sum.peakBytes + child.peakBytes,
					anonymousBytes: sum.anonymousBytes + child.anonymousBytes,
				}),
				own,
			);
	} catch {
		return none; // it ended just now
	}
}
