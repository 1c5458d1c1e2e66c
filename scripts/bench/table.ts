import { agentMemoryBenchmark } from "./agent-memory.ts";
import { apiBenchmark } from "./api.ts";
import type { Benchmark } from "./benchmark.ts";
import { bootBenchmark } from "./boot.ts";
import { buildBenchmark } from "./build.ts";
import { cleanRootBenchmark } from "./clean-root.ts";
import { disklessMemoryBenchmark } from "./diskless-memory.ts";
import { installBenchmark } from "./install.ts";
import { powerOnBenchmark } from "./power-on.ts";
import { sizesBenchmark } from "./sizes.ts";
import { updateApplyBenchmark } from "./update-apply.ts";
import { updateDeltaBenchmark } from "./update-delta.ts";

/** Every benchmark. */
export const benchmarks: readonly Benchmark[] = [
	bootBenchmark,
	powerOnBenchmark,
	buildBenchmark,
	cleanRootBenchmark,
	installBenchmark,
	sizesBenchmark,
	updateDeltaBenchmark,
	updateApplyBenchmark,
	apiBenchmark,
	agentMemoryBenchmark,
	disklessMemoryBenchmark,
];
