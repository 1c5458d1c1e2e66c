/** The first pause after a failure, and the longest. */
const firstPauseMs = 5000;
export const longestPauseMs = 300_000;
/** How often the reason is told again while a node waits. */
export const sayAgainMs = 60_000;

/**
 * The pause after the attempt with this number (from 1 on): twice as long every time up to five
 * minutes, and a quarter shorter or longer, so that a rack that was switched on at once does not
 * ask at once. It never ends: whoever mends the source finds the node asking.
 * @param random from 0 up to, but not including, 1
 */
export function pauseAfterMs(attempt: number, random: number): number {
	const doublings = Math.min(Math.max(attempt - 1, 0), 16);
	const wholeMs = Math.min(firstPauseMs * 2 ** doublings, longestPauseMs);
	return Math.min(Math.round(wholeMs * (0.75 + random / 2)), longestPauseMs);
}
