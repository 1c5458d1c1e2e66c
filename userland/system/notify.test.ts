import { dlopen, ptr } from "bun:ffi";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { viewOf } from "../lib/bytes.ts";
import { notify, watchdogIntervalMs } from "./notify.ts";

/** The receiving end that only a service manager has. */
const { symbols: libc } = dlopen("libc.so.6", {
	socket: { args: ["i32", "i32", "i32"], returns: "i32" },
	bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
	recv: { args: ["i32", "ptr", "u64", "i32"], returns: "i64" },
	close: { args: ["i32"], returns: "i32" },
});

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-notify-"));
});
afterEach(() => {
	rmSync(directory, { recursive: true });
	for (const name of ["NOTIFY_SOCKET", "WATCHDOG_USEC"]) {
		delete process.env[name];
	}
});

/**
 * Binds a datagram socket to a path, `@` for the abstract namespace, and returns its descriptor.
 */
function listen(path: string): number {
	const address = new TextEncoder().encode(`\0\0${path.replace(/^@/, "\0")}`);
	viewOf(address).setUint16(0, 1, true);
	const descriptor = libc.socket(1, 2, 0);
	expect(libc.bind(descriptor, ptr(address), address.length)).toBe(0);
	return descriptor;
}

function receive(descriptor: number): string {
	const buffer = new Uint8Array(4096);
	const length = Number(libc.recv(descriptor, ptr(buffer), buffer.length, 0x40)); // MSG_DONTWAIT
	libc.close(descriptor);
	return new TextDecoder().decode(buffer.subarray(0, Math.max(0, length)));
}

test.each(["a path", "an abstract name"])("READY=1 reaches the manager at %s", (kind) => {
	const path = kind === "a path" ? join(directory, "notify") : `@soma-notify-${process.pid}`;
	const descriptor = listen(path);
	process.env["NOTIFY_SOCKET"] = path;
	expect(notify("READY=1\nSTATUS=ready")).toBeUndefined();
	expect(receive(descriptor)).toBe("READY=1\nSTATUS=ready");
});

test("without a manager nothing happens; with a dead one the reason comes back", () => {
	expect(notify("READY=1")).toBeUndefined();
	process.env["NOTIFY_SOCKET"] = join(directory, "nobody");
	expect(notify("READY=1")).toBe("No such file or directory");
});

test("the watchdog is fed twice as often as it must be", () => {
	expect(watchdogIntervalMs()).toBeUndefined();
	process.env["WATCHDOG_USEC"] = "20000000";
	expect(watchdogIntervalMs()).toBe(10_000);
});
