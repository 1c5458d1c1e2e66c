import type { TestContext } from "vitest";

declare module "vitest" {
	interface TaskMeta {
		/** What the test measured or counted, in words: `0 of 1,234 cuts`. */
		figure?: string;
	}
}

/** Keeps what a test measured or counted in its report, from where `npm run claims` reads it. */
export function recordFigure(context: TestContext, figure: string): void {
	context.task.meta.figure = figure;
}
