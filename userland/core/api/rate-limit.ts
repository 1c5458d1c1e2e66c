/** Says whether another attempt may be made now. */
export interface RateLimit {
	admit(key: string, nowMs: number): boolean;
}

interface Bucket {
	readonly tokens: number;
	readonly atMs: number;
}

/**
 * A bucket of tokens for each key and one for all together. Each attempt takes a token of both, and
 * they come back one by one. So many keys are remembered at most; strangers beyond share a bucket,
 * so that they cannot make us forget each other.
 */
export function createRateLimit(limits: {
	readonly burst: number;
	readonly refillMs: number;
	readonly burstOfAll: number;
	readonly refillOfAllMs: number;
	readonly greatestKeys: number;
}): RateLimit {
	const { burst, refillMs, burstOfAll, refillOfAllMs, greatestKeys } = limits;
	const buckets = new Map<string, Bucket>();
	let all: Bucket = { tokens: burstOfAll, atMs: 0 };
	const forgetFull = (nowMs: number): void => {
		for (const [key, bucket] of buckets) {
			if (refilled(bucket, nowMs, burst, refillMs).tokens >= burst) {
				buckets.delete(key);
			}
		}
	};
	return {
		admit: (key, nowMs) => {
			if (buckets.size >= greatestKeys && !buckets.has(key)) {
				forgetFull(nowMs);
			}
			const name = buckets.size >= greatestKeys && !buckets.has(key) ? "" : key;
			const known = buckets.get(name) ?? { tokens: burst, atMs: nowMs };
			const own = refilled(known, nowMs, burst, refillMs);
			all = refilled(all, nowMs, burstOfAll, refillOfAllMs);
			if (own.tokens < 1 || all.tokens < 1) {
				buckets.set(name, own);
				return false;
			}
			buckets.set(name, { ...own, tokens: own.tokens - 1 });
			all = { ...all, tokens: all.tokens - 1 };
			return true;
		},
	};
}

function refilled(bucket: Bucket, nowMs: number, burst: number, refillMs: number): Bucket {
	const passedMs = Math.max(0, nowMs - bucket.atMs);
	return { tokens: Math.min(burst, bucket.tokens + passedMs / refillMs), atMs: nowMs };
}
