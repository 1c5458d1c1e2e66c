/** When a node asks for releases (peers: the fleet must not ask in step). */
export interface CheckSchedule {
	readonly intervalSeconds: number;
	/** A share of the interval, by which every node is early or late. */
	readonly jitter: number;
	readonly longestBackOffSeconds: number;
}

export const checkSchedule: CheckSchedule = {
	intervalSeconds: 45 * 60,
	jitter: 0.2,
	longestBackOffSeconds: 6 * 3600,
};

/**
 * Seconds to wait after a check: the interval, or after failures in a row a time that doubles from
 * one minute on.
 * @param random from 0 up to 1
 */
export function nextCheckDelaySeconds(
	failures: number,
	random: number,
	schedule: CheckSchedule = checkSchedule,
): number {
	const backOff = Math.min(60 * 2 ** Math.max(0, failures - 1), schedule.longestBackOffSeconds);
	const base = failures === 0 ? schedule.intervalSeconds : backOff;
	return Math.round(base * (1 + schedule.jitter * (2 * random - 1)));
}
