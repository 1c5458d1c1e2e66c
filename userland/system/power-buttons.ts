import { closeSync, constants, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** The power buttons of a machine. */
export interface PowerButtons {
	/** Whether one was pressed since the last question. Never waits. */
	pressed(): boolean;
	close(): void;
}

/** struct input_event on 64-bit machines (linux/input.h): 16 bytes of time, type, code, value. */
const eventBytes = 24;
const eventTypeKey = 1;
const keyPower = 116;
const valuePressed = 1;

/** True when the bytes that an input device gave hold a press of a power key. */
export function holdsPress(bytes: Uint8Array): boolean {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + eventBytes <= bytes.length; at += eventBytes) {
		const isPower =
			view.getUint16(at + 16, true) === eventTypeKey && view.getUint16(at + 18, true) === keyPower;
		if (isPower && view.getInt32(at + 20, true) === valuePressed) {
			return true;
		}
	}
	return false;
}

/**
 * Opens the power buttons that ACPI describes (LNXPWRBN, PNP0C0C); what a hypervisor or a BMC sends
 * to shut a machine down comes through them. The power keys of keyboards are left alone.
 */
export function openPowerButtons(paths: SystemPaths): PowerButtons {
	const descriptors = buttonNames(paths).flatMap((name) => {
		try {
			const path = join(paths.deviceNodes, "input", name);
			return [openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)];
		} catch {
			return []; // no device node: nothing to listen to
		}
	});
	return {
		// All of them are read, so that no press is left for the next question.
		pressed: () => descriptors.map(readPress).includes(true),
		close: () => descriptors.forEach(closeSync),
	};
}

function buttonNames(paths: SystemPaths): string[] {
	try {
		return readdirSync(paths.inputDevices).filter((name) => {
			const place = readText(join(paths.inputDevices, name, "device", "phys")) ?? "";
			return name.startsWith("event") && /^(?:LNXPWRBN|PNP0C0C)\//.test(place);
		});
	} catch {
		return [];
	}
}

function readPress(descriptor: number): boolean {
	const buffer = new Uint8Array(64 * eventBytes);
	try {
		return holdsPress(buffer.subarray(0, readSync(descriptor, buffer)));
	} catch {
		return false; // EAGAIN: nothing happened
	}
}
