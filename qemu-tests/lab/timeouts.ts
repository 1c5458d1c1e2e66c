/**
 * Every waiting time of the lab, in one place. The figures fit emulation (TCG) on two busy cores; a
 * slower machine sets `SOMA_LAB_TIMEOUT_FACTOR` (for example 3) instead of editing cases.
 */
const factor = Math.max(0.1, Number(process.env["SOMA_LAB_TIMEOUT_FACTOR"] ?? "1") || 1);

/** A waiting time in milliseconds, scaled for this machine. */
export function scaledMs(milliseconds: number): number {
	return Math.round(milliseconds * factor);
}

/**
 * The lab's own waiting times in milliseconds. Cases take these unless they measure time
 * themselves.
 */
export const timeouts = {
	/** QEMU has started and answers on QMP. */
	qemuStartMs: scaledMs(60_000),
	/** One QMP command, one block job. */
	qmpCommandMs: scaledMs(60_000),
	/** A line on the serial console. */
	serialMs: scaledMs(240_000),
	/** From power-on until a node was proven good. */
	bootMs: scaledMs(420_000),
	/** One command of the hand inside the guest. */
	handMs: scaledMs(120_000),
	/** A guest that was asked to power off. */
	powerOffMs: scaledMs(120_000),
	/** One QEMU case as a whole, as vitest sees it. */
	caseMs: scaledMs(900_000),
} as const;
