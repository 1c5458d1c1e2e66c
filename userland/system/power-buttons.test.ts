import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeFakeNode } from "../testing/fake-node.ts";
import { holdsPress, openPowerButtons } from "./power-buttons.ts";

function event(type: number, code: number, value: number): Uint8Array {
	const bytes = new Uint8Array(24);
	const view = new DataView(bytes.buffer);
	view.setUint16(16, type, true);
	view.setUint16(18, code, true);
	view.setInt32(20, value, true);
	return bytes;
}

test.each([
	["the press of a power key", [event(1, 116, 1)], true],
	["its release", [event(1, 116, 0)], false],
	["another key", [event(1, 30, 1)], false],
	["another kind of event", [event(0, 116, 1)], false],
	["a press after others", [event(0, 0, 0), event(1, 116, 1), event(0, 0, 0)], true],
	["half an event", [event(1, 116, 1).subarray(0, 23)], false],
	["nothing", [], false],
])("%s", (_what, events, isPress) => {
	expect(holdsPress(Buffer.concat(events))).toBe(isPress);
});

test("a press is seen once, and only of buttons that ACPI describes", () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-button-"));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	const paths = makeFakeNode(directory);
	const pipes = [
		["event0", "LNXPWRBN/button/input0\n"],
		["event1", "usb-0000:00:04.0-1/input0\n"],
	].map(([name = "", place = ""]) => {
		mkdirSync(join(paths.inputDevices, name, "device"), { recursive: true });
		writeFileSync(join(paths.inputDevices, name, "device", "phys"), place);
		mkdirSync(join(paths.deviceNodes, "input"), { recursive: true });
		const pipe = join(paths.deviceNodes, "input", name);
		execFileSync("mkfifo", [pipe]);
		return openSync(pipe, "r+");
	});
	const buttons = openPowerButtons(paths);
	onTestFinished(() => buttons.close());
	const [button = -1, keyboard = -1] = pipes;
	expect(buttons.pressed()).toBe(false);
	writeSync(keyboard, event(1, 116, 1));
	expect(buttons.pressed()).toBe(false);
	writeSync(button, event(1, 116, 1));
	expect(buttons.pressed()).toBe(true);
	expect(buttons.pressed()).toBe(false);
});

test("a machine without buttons is never pressed", () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-button-"));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	expect(openPowerButtons(makeFakeNode(directory)).pressed()).toBe(false);
});
