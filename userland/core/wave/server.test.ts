import fc from "fast-check";
import { expect, test } from "vitest";
import { BrakeServer, nodeId, release, startSeconds } from "../../testing/brake-server.ts";
import { memoryJournal } from "../../testing/memory-journal.ts";
import { OutcomeBook } from "./book.ts";
import { usualBrake } from "./brake.ts";
import { type OutcomeRecord, outcomeKinds } from "./outcome.ts";
import { answerOutcomeRequest } from "./server.ts";

const minute = 60;

test("one node goes at first, two while it is on trial, then more as more have proven it", () => {
	const server = new BrakeServer();
	expect([0, 1, 2].map((at) => server.take(at))).toEqual(["go", "wait", "wait"]);
	expect(server.because).toBe("1 under way, and 0 have proven the release");
	server.now += usualBrake.soakMinutes * minute - 1;
	expect(server.take(1)).toBe("wait");
	server.now += 1;
	expect([1, 2, 3, 4].map((at) => server.take(at))).toEqual(["go", "wait", "wait", "wait"]);
	const counts = [2];
	for (let round = 0; round < 7; round++) {
		server.now += usualBrake.soakMinutes * minute;
		const answers = Array.from({ length: 100 }, (_, at) => server.take(100 * round + at + 100));
		counts.push(answers.filter((answer) => answer === "go").length);
	}
	// 2, 4, 6, 8, 10, 16 and 25 have proven it.
	expect(counts).toEqual([2, 2, 2, 2, 2, 6, 9, 13]);
});

test("a node that asks again is still let, and takes no second place", () => {
	const server = new BrakeServer();
	expect(server.ask(0)).toBe("go");
	expect(server.ask(0)).toBe("go");
	expect(server.ask(1)).toBe("wait");
	expect(server.memory.records).toHaveLength(1);
});

test("a permission that is not used ends, and the node has to ask again", () => {
	const server = new BrakeServer();
	expect(server.ask(0)).toBe("go");
	server.now += usualBrake.reservationMinutes * minute + 1;
	expect(server.ask(1)).toBe("go");
	expect(server.tell(0, "started")).toBe("wait");
	server.now += usualBrake.reservationMinutes * minute + 1;
	expect(server.tell(0, "started")).toBe("go");
	expect(server.memory.records.at(-1)).toMatchObject({ kind: "started", node: nodeId(0) });
});

test("while the release is on trial one bad outcome halts it, whatever comes later", () => {
	const server = new BrakeServer();
	server.ask(0);
	server.tell(0, "started");
	expect(server.tell(0, "rolled-back", "no network after the boot")).toBe("halted");
	expect(server.because).toBe(
		"1 of 1 nodes did not come through: rolled back: no network after the boot",
	);
	server.tell(0, "good");
	server.now += 365 * 86_400;
	server.restart();
	expect(server.ask(1)).toBe("halted");
});

test("a node that was good and fails within its half an hour halts the release", () => {
	const server = new BrakeServer();
	expect(server.take(0)).toBe("go");
	server.now += 20 * minute;
	expect(server.tell(0, "failed", "crashes after a while")).toBe("halted");
});

test("after the trial a share above a twentieth halts it, and not fewer than three nodes", () => {
	const server = new BrakeServer();
	server.prove(40);
	expect(server.tell(100, "failed", "", true)).toBe("halted"); // this node, not the others
	expect(server.take(200)).toBe("go");
	server.tell(101, "rolled-back", "hung", true);
	expect(server.take(201)).toBe("go");
	server.tell(102, "rolled-back", "hung", true);
	expect(server.take(203)).toBe("halted");
	expect(server.because).toMatch(/^3 of \d\d nodes did not come through: rolled back: hung$/);
});

test("a node that began and tells nothing for an hour is lost, and counts as bad", () => {
	const server = new BrakeServer();
	server.ask(0);
	server.tell(0, "started");
	for (let tens = 0; tens < 6; tens++) {
		server.now += 10 * minute;
		expect(server.ask(1)).toBe("wait");
	}
	server.now += 1;
	expect(server.ask(1)).toBe("halted");
	expect(server.because).toMatch("1 of them fell silent");
});

test("silence while the server was off or cut off counts for nobody", () => {
	const server = new BrakeServer();
	server.ask(0);
	server.tell(0, "started");
	server.now += 5 * 3600;
	expect(server.ask(1)).toBe("wait"); // it heard nobody for hours
	server.now += 3600;
	server.restart();
	expect(server.ask(1)).toBe("wait");
	server.tell(0, "good");
	server.now += usualBrake.soakMinutes * minute;
	expect(server.ask(1)).toBe("go");
});

test("a fleet so small that the server seldom hears anybody still finds a lost node", () => {
	const server = new BrakeServer();
	server.ask(0);
	server.tell(0, "started");
	for (let hour = 0; hour < 4; hour++) {
		server.now += 60 * minute;
		expect(server.ask(1)).toBe("wait");
	}
	server.now += 60 * minute;
	expect(server.ask(1)).toBe("halted");
});

test("only an operator's word opens the brake, and the next bad outcome closes it again", () => {
	const server = new BrakeServer();
	const bad = (at: number): string => {
		server.ask(at);
		server.tell(at, "started");
		return server.tell(at, "failed", "power supply");
	};
	expect(bad(0)).toBe("halted");
	server.say("resumed");
	expect(server.tell(0, "failed", "told again")).not.toBe("go");
	expect(server.ask(1)).toBe("go");
	expect(bad(1)).toBe("halted");
	server.say("resumed");
	server.say("halted", "not today");
	expect(server.ask(2)).toBe("halted");
	expect(server.because).toBe("not today");
});

test("a node that was let does not begin when the release is halted meanwhile", () => {
	const server = new BrakeServer();
	expect(server.take(0)).toBe("go");
	server.now += usualBrake.soakMinutes * minute;
	expect(server.take(3)).toBe("go");
	server.now += usualBrake.soakMinutes * minute;
	expect([server.ask(1), server.ask(2)]).toEqual(["go", "go"]);
	server.tell(1, "started");
	server.tell(1, "rolled-back");
	expect(server.tell(2, "started")).toBe("halted");
	expect(server.memory.records.at(-1)).toMatchObject({ kind: "halted" });
	expect(server.tell(2, "started", "", true)).toBe("halted");
	expect(server.memory.records.at(-1)).toMatchObject({ kind: "started", node: nodeId(2) });
});

test("words of nodes that were never let open nothing", () => {
	const server = new BrakeServer();
	for (let at = 0; at < 100; at++) {
		server.tell(at, "good");
		server.tell(at + 100, "started", "", true);
		server.tell(at + 100, "good");
	}
	server.now += usualBrake.soakMinutes * minute;
	expect(server.ask(500)).toBe("go");
	expect(server.ask(501)).toBe("wait");
});

test("with a token nobody else asks or tells", () => {
	const server = new BrakeServer({ token: "secret" });
	const body = { release, node: nodeId(0) };
	for (const authorization of [undefined, "", "Bearer ", "Bearer secre", "Bearer secretx"]) {
		expect(server.post("/v1/admission", body, authorization).status).toBe(401);
	}
	expect(server.post("/v1/admission", body, "Bearer secret").answer).toBe("go");
});

test("what is remembered is bounded, in memory and on the disk", () => {
	const server = new BrakeServer({ settings: { mostNodes: 50 } });
	for (let round = 0; round < 3; round++) {
		for (let at = 0; at < 200; at++) {
			server.tell(at, "started", "x", true);
			server.tell(at, "good", "x");
		}
	}
	expect(server.memory.records).toHaveLength(100);
	expect(server.because).toBe("it remembers as many nodes as it can");
});

test.each([
	["not JSON", "{", 400],
	["a key too many", { release, node: nodeId(0), fast: true }, 400],
	["a node that is none", { release, node: "me" }, 400],
	["a release that is not offered", { release: "9.9.9", node: nodeId(0) }, 404],
	["a long request", { release, node: "0".repeat(5000) }, 413],
])("%s is refused, and nothing is written down", (_, body, status) => {
	const server = new BrakeServer();
	expect(server.post("/v1/admission", body)).toEqual({ status, error: expect.any(String) });
	expect(server.memory.records).toEqual([]);
});

test("other paths and methods are left to others, or refused", () => {
	const book = new OutcomeBook(usualBrake, startSeconds);
	const desk = {
		...{
			book,
			journal: memoryJournal().open(),
			token: undefined,
			isOffered: () => true,
			isCurrent: () => true,
		},
	};
	const asked = { method: "GET", body: "", authorization: undefined, nowSeconds: startSeconds };
	expect(answerOutcomeRequest(desk, { ...asked, path: "/metadata/1.root.json" })).toBeUndefined();
	expect(answerOutcomeRequest(desk, { ...asked, path: "/v1/admission" })?.status).toBe(405);
});

const event = fc.record({
	kind: fc.oneof(
		{ weight: 30, arbitrary: fc.constant("take") },
		{ weight: 5, arbitrary: fc.constant("ask") },
		{ weight: 2, arbitrary: fc.constant("restart") },
		{ weight: 3, arbitrary: fc.constantFrom("started", "started", "good", ...outcomeKinds) },
	),
	node: fc.integer({ min: 0, max: 20 }),
	byHand: fc.boolean(),
	afterMinutes: fc.constantFrom(0, 1, 7, 20, 31),
});

/** How many nodes are let and have not proven the release, and how many have: the slow way. */
function countSlowly(records: readonly OutcomeRecord[], atSeconds: number) {
	const course = new Map<string, { kind: string; atSeconds: number }>();
	for (const record of records) {
		if ("node" in record && (record.kind === "admitted" || course.has(record.node))) {
			course.set(record.node, record);
		}
	}
	const minutes = (since: number): number => (atSeconds - since) / minute;
	const last = [...course.values()];
	const isUnderWay = (one: { kind: string; atSeconds: number }): boolean =>
		(one.kind === "admitted" && minutes(one.atSeconds) <= 15) ||
		(one.kind === "started" && minutes(one.atSeconds) <= 60) ||
		(one.kind === "good" && minutes(one.atSeconds) < 30);
	const proven = last.filter((one) => one.kind === "good" && minutes(one.atSeconds) >= 30);
	return { underWay: last.filter(isUnderWay).length, proven: proven.length };
}

test("whatever nodes tell, in whatever order: never more are let than may be, a halt lasts", () => {
	let admissions = 0;
	fc.assert(
		fc.property(fc.array(event, { maxLength: 120 }), (events) => {
			const server = new BrakeServer();
			for (const { kind, node, byHand, afterMinutes } of events) {
				server.now += afterMinutes * minute;
				if (kind === "restart") {
					server.restart();
				} else if (kind === "take") {
					server.take(node);
				} else if (kind === "ask") {
					server.ask(node);
				} else {
					server.tell(node, kind, "", byHand);
				}
			}
			const { records } = server.memory;
			const halt = records.findIndex(({ kind }) => kind === "halted");
			for (const [at, record] of records.entries()) {
				if (record.kind === "admitted") {
					admissions += 1;
					expect(halt === -1 || at < halt).toBe(true);
					const { underWay, proven } = countSlowly(records.slice(0, at + 1), record.atSeconds);
					expect(underWay).toBeLessThanOrEqual(1 + proven / 2);
				}
			}
			const before = server.ask(50);
			server.restart();
			expect(server.ask(50)).toBe(before);
		}),
		{ numRuns: 500 },
	);
	expect(admissions).toBeGreaterThan(500);
});
