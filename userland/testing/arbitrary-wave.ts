import fc from "fast-check";
import type { WaveGroup, WavePolicy, WaveStep } from "../core/wave/policy.ts";

/** Steps that end with everybody. */
const steps: fc.Arbitrary<readonly WaveStep[]> = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 100 })), {
		maxLength: 6,
	})
	.chain((rows) => fc.integer({ min: 0, max: 2000 }).map((more) => ({ rows, more })))
	.map(({ rows, more }) => {
		const minutes = [...new Set(rows.map(([minute]) => minute))].sort((a, b) => a - b);
		const shares = rows.map(([, share]) => share / 100).sort((a, b) => a - b);
		const before = minutes.map((afterMinutes, at) => ({ afterMinutes, share: shares[at] ?? 1 }));
		return [...before, { afterMinutes: (minutes.at(-1) ?? 0) + 1 + more, share: 1 }];
	});

/** A policy that reaches every node within days, with or without canaries. */
export const arbitraryWave: fc.Arbitrary<WavePolicy> = fc
	.tuple(fc.option(steps, { nil: undefined }), steps)
	.map(([canarySteps, everyone]) => {
		const canary: readonly WaveGroup[] =
			canarySteps === undefined
				? []
				: [{ name: "canary", labels: { update: "canary" }, steps: canarySteps }];
		const groups = [...canary, { name: "everyone", labels: {}, steps: everyone }];
		return { paused: false, groups };
	});
