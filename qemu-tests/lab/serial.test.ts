import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type OwnedSerial, openSerial, withoutEscapes } from "./serial.ts";

let directory = "";
let serial: OwnedSerial;
let print: (text: string) => void;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-serial-"));
	serial = openSerial(
		"node",
		{
			path: "",
			onData: (listener) => {
				print = (text) => listener(new TextEncoder().encode(text));
			},
			onConnect: () => {},
			write: () => {},
			close: () => Promise.resolve(),
		},
		join(directory, "serial.log"),
	);
});

afterEach(() => rmSync(directory, { recursive: true }));

test("a wait sees what was printed before and after it began", async () => {
	print("first line\n");
	expect((await serial.waitFor(/first (\w+)/))[1]).toBe("line");
	const second = serial.waitFor(/second/);
	print("sec");
	print("ond");
	await second;
});

test("a match is used up, and a mark hides what came before", async () => {
	print("boot boot");
	await serial.waitFor(/boot/);
	await serial.waitFor(/boot/);
	print("boot");
	serial.mark();
	await expect(serial.waitFor(/boot/, { timeoutMs: 10 })).rejects.toThrow(/passed/);
});

test("escape sequences do not hide words, even when a chunk ends inside one", async () => {
	print("slot \u001b[0;1;3");
	print("9mA\u001b[0m is good\r\n");
	await serial.waitFor(/slot A is good\n/);
	expect(readFileSync(serial.logPath, "utf8")).toContain("\u001b[0;1;39mA");
	expect(withoutEscapes("\u001b[2J\u001b[01;01Hx\u001b]0;title\u0007y")).toBe("xy");
});

test("the error of a wait shows the end of the log and names its file", async () => {
	print(`${Array.from({ length: 40 }, (_, index) => `line ${index}`).join("\n")}\n`);
	const wait = serial.waitFor(/never/, { timeoutMs: 10 });
	await expect(wait).rejects.toThrow(/\| line 10\n[\s\S]*\| line 39/);
	await expect(wait).rejects.toMatchObject({ hint: expect.stringContaining("serial.log") });
});

test("a wait ends early when a bad line comes or the machine is gone", async () => {
	const bad = serial.waitFor(/good/, { failOn: /panic/ });
	print("Kernel panic");
	await expect(bad).rejects.toThrow(/"panic" came first/);
	const gone = serial.waitFor(/good/);
	serial.fail("QEMU has ended");
	await expect(gone).rejects.toThrow(/QEMU has ended/);
});
