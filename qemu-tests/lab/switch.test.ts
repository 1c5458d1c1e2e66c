import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { encodeFrame, frameSplitter } from "./frames.ts";
import { openSwitch, type VirtualSwitch } from "./switch.ts";
import { Inbox } from "./waiting.ts";

const opened: { close(): Promise<void> | void }[] = [];

afterEach(async () => {
	for (const item of opened.splice(0)) {
		await item.close();
	}
});

interface Card {
	send(frame: Uint8Array): void;
	receive(timeoutMs?: number): Promise<Uint8Array>;
}

/**
 * A network card as QEMU would be one: it connects to the port and speaks in frames with a length
 * before each.
 */
async function plugIn(network: VirtualSwitch, name: string): Promise<Card> {
	const path = await network.openPort(name);
	const inbox = new Inbox<Uint8Array>();
	const socket = await new Promise<Socket>((resolve) => {
		const made: Socket = connect(path, () => resolve(made));
	});
	const split = frameSplitter((frame) => inbox.push(frame));
	socket.on("data", (data) => split(typeof data === "string" ? Buffer.from(data) : data));
	opened.push({ close: () => void socket.destroy() });
	return {
		send: (frame) => void socket.write(encodeFrame(frame)),
		receive: (timeoutMs = 5000) =>
			inbox.take(
				() => true,
				timeoutMs,
				() => new Error("no frame"),
			),
	};
}

function broadcastFrame(number: number): Uint8Array {
	const frame = new Uint8Array(60).fill(0xff, 0, 6).fill(0x52, 6, 12);
	frame[20] = number;
	return frame;
}

test("frames cross real sockets, whole and in order, also with a delay", async () => {
	const network = openSwitch(7);
	opened.push(network);
	const left = await plugIn(network, "left");
	const right = await plugIn(network, "right");
	network.setEveryLink({ delayMs: 5, jitterMs: 20 });
	for (let number = 0; number < 50; number += 1) {
		left.send(broadcastFrame(number));
	}
	for (let number = 0; number < 50; number += 1) {
		expect(await right.receive()).toEqual(broadcastFrame(number));
	}
	expect(network.counters()).toMatchObject({ received: 50, delivered: 50, dropped: 0 });
});

test("a partition stops frames until it is healed", async () => {
	const network = openSwitch();
	opened.push(network);
	const left = await plugIn(network, "left");
	const right = await plugIn(network, "right");
	network.partition([["left"], ["right"]]);
	const arrived = new Promise<void>((resolve) => network.onFrame(() => resolve()));
	left.send(broadcastFrame(1));
	await arrived;
	network.heal();
	left.send(broadcastFrame(2));
	expect((await right.receive())[20]).toBe(2);
	expect(network.counters().partitioned).toBe(1);
});
