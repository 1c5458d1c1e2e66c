import { expect, test } from "vitest";
import { parseAnswer } from "./hand.ts";

test("an answer has an id, an exit code and output of any bytes", () => {
	expect(parseAnswer("7 0 aGVsbG8K")).toEqual({ id: 7, exitCode: 0, output: "hello\n" });
	expect(parseAnswer("8 127 ")).toEqual({ id: 8, exitCode: 127, output: "" });
	expect(parseAnswer("ready")).toBeUndefined();
});
