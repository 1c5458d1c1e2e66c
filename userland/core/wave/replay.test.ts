import { expect, test } from "vitest";
import { BrakeServer } from "../../testing/brake-server.ts";
import { usualBrake } from "./brake.ts";

const minute = 60;

/** Lets time pass in which the server is asked by a node that never begins. */
function pass(server: BrakeServer, minutes: number): string {
	let answer = "";
	for (let tens = 0; tens < minutes / 10; tens++) {
		server.now += 10 * minute;
		answer = server.ask(900);
	}
	return answer;
}

/** A node takes the release and is never heard again; somebody lets the release go on. */
function resumeAfterSilence(): BrakeServer {
	const server = new BrakeServer();
	server.ask(0);
	server.tell(0, "started");
	expect(pass(server, 70)).toBe("halted");
	server.say("resumed");
	server.now += minute;
	expect(server.take(1)).toBe("go");
	return server;
}

test("a node that was forgiven its silence stays forgiven when the server starts anew", () => {
	const server = resumeAfterSilence();
	server.restart();
	expect(pass(server, 130)).toBe("go");
	expect(server.memory.records.filter(({ kind }) => kind === "halted")).toHaveLength(1);
});

test("a journal of before, in which nothing says who was lost, is forgiven as well", () => {
	const { memory, now } = resumeAfterSilence();
	const server = new BrakeServer();
	server.now = now;
	for (const record of memory.records.filter(({ kind }) => (kind as string) !== "lost")) {
		server.memory.open().append(record);
	}
	server.restart();
	expect(pass(server, 130)).toBe("go");
});

test("a node that falls silent after the word is lost, and halts the release again", () => {
	const server = resumeAfterSilence();
	server.now += usualBrake.soakMinutes * minute;
	expect(server.ask(2)).toBe("go");
	server.tell(2, "started");
	server.restart();
	expect(pass(server, 70)).toBe("halted");
});
