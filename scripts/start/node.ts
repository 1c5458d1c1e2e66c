import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { type Machine, startMachine } from "../../qemu-tests/lab/machine.ts";
import type { DiskSpec, MachineSpec } from "../../qemu-tests/lab/machine-spec.ts";
import { growDisk } from "../../qemu-tests/lab/offline-disk.ts";
import { defaultApiPort } from "../../userland/core/config/node-config.ts";
import { keyLineOf, provenPattern } from "./key-lines.ts";
import { type NodeView, valueAt } from "./status-view.ts";

/** Room for STATE beside the slots; the file on the host has only what was written. */
export const defaultDiskGib = 8;

/** How nodes are made. */
export interface NodeOptions {
	/** The disk image that the build made, raw. */
	readonly imagePath: string;
	readonly memoryMiB: number;
	readonly cpus: number;
	/** The size of a new disk; a kept one stays as it is. */
	readonly diskSizeBytes: number;
	/** Keep the disk in the cache and go on from it the next time. */
	readonly keep: boolean;
}

/** How a node is configured and reached. */
export interface NodeAccess {
	/** Its first-boot configuration, Ignition JSON. */
	readonly config: string;
	/** The port of loopback behind which its API is. */
	readonly port: number;
}

/** A node that runs here. */
export interface RunningNode {
	readonly name: string;
	readonly machine: Machine;
	/** Where its API is, `127.0.0.1:PORT`; undefined without one. */
	readonly address: string | undefined;
	view(): NodeView;
	/** Resolves with the milliseconds from power-on to the line that proves the boot. */
	proven(timeoutMs: number): Promise<number>;
}

/** Where a kept disk lives. */
export function keptDiskPath(name: string): string {
	return join(cacheDirectory(), "nodes", `${name}.qcow2`);
}

async function diskOf(name: string, options: NodeOptions): Promise<DiskSpec> {
	const { diskSizeBytes: sizeBytes } = options;
	if (!options.keep) {
		const backing = { mode: "overlay", path: options.imagePath, format: "raw" } as const;
		return { id: "disk0", bootIndex: 0, backing, sizeBytes };
	}
	const path = keptDiskPath(name);
	if (!existsSync(path)) {
		mkdirSync(join(cacheDirectory(), "nodes"), { recursive: true });
		const argv = ["qemu-img", "convert", "-q", "-O", "qcow2", options.imagePath, path];
		await openToolTree().run({ argv });
		await growDisk({ path, format: "qcow2" }, sizeBytes);
	}
	return { id: "disk0", bootIndex: 0, backing: { mode: "direct", path, format: "qcow2" } };
}

/** Powers a node on and passes on what its console says, with the time since power-on. */
export async function startNode(
	number: number,
	options: NodeOptions,
	access: NodeAccess | undefined,
	onKeyLine: (node: string, sinceMs: number, line: string) => void,
): Promise<RunningNode> {
	const name = `node-${number}`;
	const spec: MachineSpec = {
		name,
		firmware: { kind: "uefi" },
		memoryMiB: options.memoryMiB,
		cpus: options.cpus,
		disks: [await diskOf(name, options)],
		nics: [
			{
				kind: "user",
				mac: `52:54:00:50:6d:${number.toString(16).padStart(2, "0")}`,
				forwards: access === undefined ? [] : [`tcp:127.0.0.1:${access.port}-:${defaultApiPort}`],
			},
		],
		credentials: access === undefined ? [] : [{ name: "soma.config", text: access.config }],
	};
	const machine = await startMachine(spec);
	const poweredOnMs = performance.now();
	let readLength = 0;
	let isProven = false;
	machine.serial.onData(() => {
		const text = machine.serial.text();
		const end = text.lastIndexOf("\n") + 1;
		const fresh = text.slice(readLength, end);
		readLength = Math.max(readLength, end);
		for (const line of fresh.split("\n")) {
			isProven ||= provenPattern.test(line);
			const shown = keyLineOf(line);
			if (shown !== undefined) {
				onKeyLine(name, performance.now() - poweredOnMs, shown);
			}
		}
	});
	return {
		name,
		machine,
		address: access === undefined ? undefined : `127.0.0.1:${access.port}`,
		view: () => {
			const status = machine.status.latest();
			const unproven = status === undefined ? "booting" : "up";
			isProven ||= valueAt(status, "proven") === true;
			const running = isProven ? "proven good" : unproven;
			return {
				name,
				sincePowerOnMs: performance.now() - poweredOnMs,
				state: machine.pid() === undefined ? "off" : running,
				status,
			};
		},
		proven: async (timeoutMs) => {
			await machine.serial.waitFor(provenPattern, { timeoutMs });
			return performance.now() - poweredOnMs;
		},
	};
}
