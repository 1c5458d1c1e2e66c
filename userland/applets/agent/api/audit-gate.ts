import { createRateLimit } from "../../../core/api/rate-limit.ts";
import type { AuditEntry } from "../../../system/grpc/call-guard.ts";

/** Lines about strangers: fifty at once, then one a second. */
const strangerLimits = {
	burst: 50,
	refillMs: 1000,
	burstOfAll: 50,
	refillOfAllMs: 1000,
	greatestKeys: 1,
};

/**
 * Keeps those who have no certificate from filling the journal: what they are refused has a line
 * only so often, and the next line says how many there would have been. Who is known has them all.
 */
export function gateAudit(
	write: (entry: AuditEntry) => void,
	nowMs: () => number,
): (entry: AuditEntry) => void {
	const limit = createRateLimit(strangerLimits);
	let left = 0;
	return (entry) => {
		if (entry.caller !== undefined || entry.outcome === "ok") {
			write(entry);
			return;
		}
		if (!limit.admit("", nowMs())) {
			left += 1;
			return;
		}
		const more = left === 0 ? "" : ` (and ${left} more refusals since the last line)`;
		left = 0;
		write({ ...entry, outcome: `${entry.outcome}${more}` });
	};
}
