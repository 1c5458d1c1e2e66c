import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "./process.ts";
import { openStatusPort, type StatusPort } from "./status-port.ts";

/* A named pipe stands for the virtio port: it too has a reader or none, and a limited room. */

let directory = "";
let path = "";
beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-port-"));
	path = join(directory, "port");
	await run({ argv: ["mkfifo", path] });
});
afterEach(() => rmSync(directory, { recursive: true }));

function openBoth(): { reader: number; port: StatusPort } {
	const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const port = openStatusPort(path);
	if (port === undefined) {
		throw new Error("the port has a reader, so it can be opened");
	}
	return { reader, port };
}

function readAll(reader: number): string {
	const buffer = new Uint8Array(1 << 20);
	return new TextDecoder().decode(buffer.subarray(0, readSync(reader, buffer)));
}

test("without a port, or without anybody behind it, there is nothing to write to", () => {
	expect(openStatusPort(join(directory, "missing"))).toBeUndefined();
	expect(openStatusPort(path)).toBeUndefined();
});

test("lines arrive", () => {
	const { reader, port } = openBoth();
	port.send("one");
	port.send("two");
	expect(readAll(reader)).toBe("one\ntwo\n");
	port.close();
	closeSync(reader);
});

test("a reader that sleeps loses lines but never sees half of one", () => {
	const { reader, port } = openBoth();
	const line = (number: number): string => `${number}:${"x".repeat(10_000)}`;
	for (let number = 0; number < 20; number++) {
		port.send(line(number));
	}
	let text = readAll(reader);
	for (let number = 20; number < 25; number++) {
		port.send(line(number));
	}
	text += readAll(reader);
	const lines = text.split("\n").slice(0, -1);
	expect(lines.length).toBeLessThan(25);
	expect(lines.at(-1)).toBe(line(24));
	for (const received of lines) {
		expect(received).toMatch(/^\d+:x{10000}$/);
	}
	port.close();
	closeSync(reader);
});

test("a reader that went away does no harm", () => {
	const { reader, port } = openBoth();
	closeSync(reader);
	port.send("nobody");
	port.send("hears this");
	port.close();
});
