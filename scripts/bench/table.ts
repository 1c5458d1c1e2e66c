import type { Benchmark } from "./benchmark.ts";
import { bootBenchmark } from "./boot.ts";

/** Every benchmark. */
export const benchmarks: readonly Benchmark[] = [bootBenchmark];
