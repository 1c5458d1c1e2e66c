import { afterEach, expect, test } from "vitest";
import { plainLine } from "../../core/dashboard/plain-line.ts";
import { SomaError } from "../../lib/errors.ts";
import { answersOf } from "../../testing/test-answers.ts";
import { type Answers, type Fleet, startFleet } from "../../testing/test-fleet.ts";
import { openSession } from "../remote/session.ts";
import { contextOf } from "../testing-run.ts";
import { dashboardCommand } from "./command.ts";
import { keyOf } from "./screen.ts";
import { watchedNode } from "./watch-node.ts";

/* The dashboard against real servers on loopback. */

let fleet: Fleet | undefined;
afterEach(async () => {
	await fleet?.close();
	fleet = undefined;
});

/** A node whose streams stay open until `broken` is called. */
function liveAnswers(name: string, broken: Promise<void> = new Promise(() => undefined)): Answers {
	const answers = answersOf(name, []);
	const status = (answers.GetStatus as unknown as () => object)();
	async function* held(first: object): AsyncGenerator<object> {
		yield first;
		await broken;
		throw new SomaError({ code: "node-stopping", message: `${name} stops`, retryable: true });
	}
	return {
		...answers,
		WatchStatus: () => held(status),
		ReadLogs: () => held({ entries: [{ message: "hello", cursor: "1" }] }),
	};
}

test("once, it prints what all nodes say, and fails when one does not answer", async () => {
	fleet = await startFleet([liveAnswers("node-1"), liveAnswers("node-2")]);
	const lines: string[] = [];
	expect(await dashboardCommand.run(contextOf(lines, []), ["--once"])).toBe(0);
	expect(lines).toHaveLength(2);
	expect(lines[0]).toMatch(/^node +node-1 +version 4799, slot A, up 1 h 1 min$/m);
	expect(lines[1]).toMatch(/^units +failed: b\.service$/m);
	lines.length = 0;
	const nodes = `${fleet.addresses[0]},127.0.0.1:1`;
	expect(await dashboardCommand.run(contextOf(lines, []), ["--once", "--node", nodes])).toBe(1);
	expect(lines[1]).toMatch(/^link +lost for \d s, trying again: 127\.0\.0\.1:1 cannot/m);
});

test("a lost node is tried again, and everything goes on", async () => {
	const { promise: broken, resolve: breakIt } = Promise.withResolvers<void>();
	fleet = await startFleet([liveAnswers("node-1", broken)]);
	const target = { node: [], context: undefined, timeout: undefined };
	const session = openSession(contextOf([], []), target);
	const [node] = session.nodes.map(watchedNode);
	const stop = new AbortController();
	const states: string[] = [];
	await node?.watch(stop.signal, () => {
		const { connection } = node.facts();
		if (states.at(-1) !== connection.kind) {
			states.push(connection.kind);
			breakIt();
		}
		if (states.length === 3) {
			stop.abort();
		}
	});
	session.close();
	expect(states).toEqual(["connected", "lost", "connected"]);
	expect(node?.facts().status).toMatchObject({ hostname: "node-1" });
});

test("a part that a node refuses is told as an event, and the rest is shown", async () => {
	const refusing = {
		...liveAnswers("node-1"),
		ReadLogs: () => {
			throw new SomaError({ code: "journal-broken", message: "the journal cannot be read" });
		},
	};
	fleet = await startFleet([refusing]);
	const lines: string[] = [];
	expect(await dashboardCommand.run(contextOf(lines, []), ["--once"])).toBe(0);
	expect(lines[0]).toMatch(/dashboard +the journal cannot be read$/m);
});

test.each([
	["q", "quit"],
	["\u0003", "quit"],
	["\t", "next"],
	["\u001b[C", "next"],
	["\u001b[D", "previous"],
	["\u001b[Z", "previous"],
	["x", undefined],
])("the key %j means %s", (bytes, key) => {
	expect(keyOf(bytes)).toBe(key);
});

test("without a terminal a node is a line that changes only when something happened", () => {
	const status = {
		...{ hostname: "n", version: "4799", slot: "A", proven: false, live: null, uptimeSeconds: 1 },
		...{ loadAverages: [], processorCount: 1, memory: null, state: null, boot: null, disk: null },
		health: { state: "degraded", checks: [{ name: "usr", ok: false, detail: "\u001b[2J" }] },
	};
	const facts = { name: "n", status, failedUnits: ["a"], rooms: [], events: [], logs: [] };
	expect(plainLine({ ...facts, connection: { kind: "connected" } })).toBe(
		"n degraded, version 4799, slot A, not proven yet, usr: \\x1b[2J, failed: a",
	);
	const lost = { kind: "lost", sinceSeconds: 9, reason: "gone" } as const;
	expect(plainLine({ ...facts, connection: lost })).toBe("n lost (gone), failed: a");
});
