import { openSync } from "node:fs";
import { expect, test } from "vitest";
import { startProgram } from "./process.ts";
import { openTerminal } from "./terminal.ts";

/** What the terminal shows until its last program is gone. */
async function readAll(terminal: ReturnType<typeof openTerminal>): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	for (;;) {
		const piece = terminal.read();
		if (piece === "ended") {
			return text;
		}
		text += piece === undefined ? "" : decoder.decode(piece, { stream: true });
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

test("a program on the terminal sees its size and its keys, and its end is seen", async () => {
	const terminal = openTerminal();
	terminal.resize(123, 45);
	expect(terminal.path).toMatch(/^\/dev\/pts\/\d+$/);
	const script = 'stty size; read -r line; echo "got $line"';
	const argv = ["sh", "-c", `exec <${terminal.path} >${terminal.path} 2>&1; ${script}`];
	const program = startProgram({ argv });
	const reading = readAll(terminal);
	expect(terminal.write(new TextEncoder().encode("hello\n"))).toBe(6);
	expect((await program.ended).exitCode).toBe(0);
	const text = await reading;
	expect(text).toContain("45 123");
	expect(text).toContain("got hello");
	terminal.close();
	expect(() => openSync(terminal.path, "r")).toThrow();
});
