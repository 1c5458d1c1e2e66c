import type { Benchmark } from "./benchmark.ts";

/** Every benchmark. */
export const benchmarks: readonly Benchmark[] = [];
