import { expect, test } from "vitest";
import { recordFigure } from "./figure.ts";

test("figures of a test are kept with it, in order", ({ task }) => {
	recordFigure("1 of 2");
	recordFigure("3 s");
	expect(task.meta.figure).toBe("1 of 2, 3 s");
});
