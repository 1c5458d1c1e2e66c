import { createInterface } from "node:readline/promises";
import { SomaError } from "../../lib/errors.ts";
import { printable } from "../../lib/text-columns.ts";

/**
 * Asks a person on the terminal before something is done that cannot be taken back. `expected` has
 * to be typed. Without a terminal nothing is done: fails with the code `not-confirmed`.
 */
export async function confirm(question: string, expected: string): Promise<void> {
	if (!(process.stdin.isTTY && process.stderr.isTTY)) {
		throw notConfirmed("there is no terminal to ask on", "give --yes");
	}
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	try {
		const answer = await terminal.question(`${printable(question)} Type ${expected} to go on: `);
		if (answer.trim() !== expected) {
			throw notConfirmed(`"${answer.trim()}" is not ${expected}`, "nothing was done");
		}
	} finally {
		terminal.close();
	}
}

function notConfirmed(message: string, hint: string): SomaError {
	return new SomaError({ code: "not-confirmed", message: `not confirmed: ${message}`, hint });
}
