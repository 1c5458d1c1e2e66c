import { getCurrentTest } from "vitest/suite";

declare module "vitest" {
	interface TaskMeta {
		/** What the test measured or counted, in words: `0 of 1,234 cuts`. */
		figure?: string;
	}
}

/**
 * Prints what the running test measured or counted, and keeps it in the test report, from where
 * `npm run claims` reads it. A test may record several figures.
 */
export function recordFigure(figure: string): void {
	process.stdout.write(`figure: ${figure}\n`);
	const meta = getCurrentTest()?.meta;
	if (meta !== undefined) {
		meta.figure = meta.figure === undefined ? figure : `${meta.figure}, ${figure}`;
	}
}
