import { readFileSync } from "node:fs";
import { SomaError } from "../../lib/errors.ts";

/** The passphrase in a file, without the end of its line; an empty one is refused. */
export function readPassphraseFile(path: string): string {
	let text: string;
	try {
		text = readFileSync(path, "utf8").replace(/\r?\n$/, "");
	} catch (cause) {
		throw new SomaError({
			code: "passphrase-missing",
			message: `the passphrase cannot be read from ${path}`,
			cause,
		});
	}
	return checkPassphrase(text);
}

/** Asks at the terminal, without showing what is typed. */
export async function askPassphrase(what: string): Promise<string> {
	const { stdin, stderr } = process;
	if (!stdin.isTTY) {
		throw new SomaError({
			code: "passphrase-missing",
			message: `${what} is protected by a passphrase, and there is no terminal to ask at`,
			hint: "give it by --passphrase-file",
		});
	}
	stderr.write(`passphrase for ${what}: `);
	stdin.setRawMode(true);
	try {
		return checkPassphrase(await readLine(stdin));
	} finally {
		stdin.setRawMode(false);
		stdin.pause();
		stderr.write("\n");
	}
}

/** Asks twice for a new passphrase. */
export async function askNewPassphrase(): Promise<string> {
	const first = await askPassphrase("the keys of the authorities, which it will protect");
	if ((await askPassphrase("the same again")) !== first) {
		throw new SomaError({ code: "passphrase-differs", message: "the two passphrases differ" });
	}
	return first;
}

function checkPassphrase(text: string): string {
	if (text === "") {
		throw new SomaError({ code: "passphrase-empty", message: "the passphrase is empty" });
	}
	return text;
}

const enter = /[\r\n]/;
const control = { interrupt: "\u0003", end: "\u0004", erase: "\u007f\b" } as const;

function readLine(stdin: typeof process.stdin): Promise<string> {
	return new Promise((resolve, reject) => {
		let line = "";
		const onData = (chunk: Buffer): void => {
			for (const key of chunk.toString("utf8")) {
				if (key === control.interrupt || key === control.end || enter.test(key)) {
					stdin.off("data", onData);
					if (enter.test(key)) {
						resolve(line);
					} else {
						reject(new SomaError({ code: "interrupted", message: "interrupted" }));
					}
					return;
				}
				line = control.erase.includes(key) ? [...line].slice(0, -1).join("") : line + key;
			}
		};
		stdin.on("data", onData);
		stdin.resume();
	});
}
