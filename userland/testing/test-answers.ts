import { rootCertificates } from "node:tls";
import Long from "long";
import { SomaError } from "../lib/errors.ts";
import type { Answers } from "./test-fleet.ts";

/* Answers of a made-up node for the commands that go to nodes. */

const bytes = (value: number): Long => Long.fromNumber(value, true);
const attributes = Long.fromString("0100000000000001", true, 16);
const slots = {
	disk: "/dev/vda",
	diskSizeBytes: bytes(2 ** 33),
	blockSizeBytes: 512,
	next: "A",
	slots: [
		{ name: "A", version: "4799", condition: "good", priority: 2, next: true, running: true },
		{ name: "B", condition: "empty", attributes },
	],
};

/** What a node of this name answers; what is asked of it is kept. */
export function answersOf(hostname: string, requests: unknown[]): Answers {
	return {
		GetStatus: () => ({
			version: "4799",
			hostname,
			slot: "A",
			slots,
			health: { state: "ready", checks: [] },
			proven: true,
			uptimeSeconds: 3700,
			memoryTotalBytes: bytes(2 ** 30),
			memoryAvailableBytes: bytes(2 ** 29),
			loadAverages: [0.5, 0.25, 0.125],
			unknown: { boot: "no record" },
		}),
		ListSlots: () => slots,
		ChangeSlot: (request: never) => {
			requests.push(request);
			return { changed: true, explanation: "slot B is bad now", slots };
		},
		ListServices: () => ({
			services: [
				{ name: "a.service", loadState: "loaded", activeState: "active", subState: "running" },
				{ name: "b.service", loadState: "loaded", activeState: "failed", subState: "failed" },
				{ name: "\u001b[2Jevil", loadState: "loaded", activeState: "active", subState: "x" },
			],
		}),
		ListProcesses: () => ({
			ticksPerSecond: 100,
			processes: [
				{ pid: 1, name: "systemd", commandLine: "/sbin/init", residentBytes: bytes(5 << 20) },
				{ pid: 9, name: "big", commandLine: "big", residentBytes: bytes(9 << 20) },
				{ pid: 2, name: "kthreadd" },
			],
		}),
		GetMemory: () => ({ totalBytes: bytes(2 ** 30), availableBytes: bytes(2 ** 29) }),
		ListDisks: () => ({
			disks: [{ path: "/dev/vda", sizeBytes: bytes(2 ** 33), blockSizeBytes: 512, bootDisk: true }],
			fileSystems: [{ directory: "/", device: "/dev/vda8", type: "ext4", sizeBytes: bytes(1024) }],
		}),
		GetIdentity: () => ({
			...{ nodeId: "0123456789abcdef", cluster: "lab", names: [hostname] },
			certificatePem: rootCertificates[0] ?? "",
		}),
		GetConfiguration: () => ({ nodeJson: '{"format":1}', source: "SMBIOS" }),
		ReadLogs: async function* (request: { follow: boolean; afterCursor: string }) {
			requests.push(request);
			const start = request.afterCursor === "" ? 1 : Number(request.afterCursor) + 1;
			for (const number of [start, start + 1]) {
				const timeMicroseconds = Long.fromString("1700000000123456", true);
				const message = `line ${number} of ${hostname}`;
				const entry = { timeMicroseconds, identifier: "test", message, cursor: String(number) };
				yield { entries: [entry] };
			}
			if (request.follow && request.afterCursor === "") {
				throw new SomaError({ code: "node-stopping", message: "going down", retryable: true });
			}
		},
		WatchEvents: async function* () {
			const timeMicroseconds = Long.fromString("1700000000123456", true);
			yield {
				events: [{ id: bytes(1), timeMicroseconds, kind: "health", message: "ready" }],
				missed: bytes(0),
			};
		},
		SupportBundle: async function* () {
			yield { data: new Uint8Array(70_000).fill(1) };
			yield { data: new Uint8Array(3).fill(2) };
		},
		Reboot: () => ({ explanation: "restarts now" }),
		Reset: (request: never) => {
			requests.push(request);
			return { explanation: "resets now" };
		},
		Shell: async function* (input: AsyncIterable<{ start?: { command: string } }>) {
			for await (const { start } of input) {
				yield { data: Buffer.from(`ran ${start?.command}\n`) };
				yield { exitCode: 7 };
				await new Promise((resolve) => setTimeout(resolve, 50)); // the unit is being stopped
				return;
			}
		},
	} as unknown as Answers;
}
