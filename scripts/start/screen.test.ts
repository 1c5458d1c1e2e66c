import { expect, test } from "vitest";
import { openScreen, type ScreenStream } from "./screen.ts";

function recorder(isTTY: boolean): { readonly stream: ScreenStream; text(): string } {
	const written: string[] = [];
	const write = (text: string): number => written.push(text);
	return { stream: { isTTY, columns: 20, write }, text: () => written.splice(0).join("") };
}

test("without a terminal there are plain lines and no block", () => {
	const { stream, text } = recorder(false);
	const screen = openScreen(stream);
	screen.draw(["a block"]);
	screen.print("a line that is longer than twenty columns");
	screen.clear();
	expect(text()).toBe("a line that is longer than twenty columns\n");
});

test("a block is drawn again in place, and lines go above it", () => {
	const { stream, text } = recorder(true);
	const screen = openScreen(stream);
	screen.draw(["one", "two"]);
	expect(text()).toBe("one\ntwo\n");
	screen.print("news");
	expect(text()).toBe("\r\u001b[2A\u001b[Jnews\none\ntwo\n");
	screen.draw(["three"]);
	expect(text()).toBe("\r\u001b[2A\u001b[Jthree\n");
	screen.clear();
	expect(text()).toBe("\r\u001b[1A\u001b[J");
});

test("a line is cut so that it never wraps", () => {
	const { stream, text } = recorder(true);
	openScreen(stream).print("x".repeat(50));
	expect(text().trimEnd()).toHaveLength(19);
});
