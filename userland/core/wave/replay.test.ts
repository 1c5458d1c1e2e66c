import fc from "fast-check";
import { expect, test } from "vitest";
import { BrakeServer, nodeId } from "../../testing/brake-server.ts";
import { OutcomeBook } from "./book.ts";
import { usualBrake } from "./brake.ts";
import { compactOutcomes } from "./compact.ts";
import { outcomeKinds, parseOutcomeRecord } from "./outcome.ts";

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

const versions = ["1.2.3", "1.2.4", "1.2.5"];
const small = { ...usualBrake, mostNodes: 12, mostWrong: 2, trialProofs: 2, firstUnderWay: 4 };
const step = fc.record({
	kind: fc.oneof(
		{ weight: 20, arbitrary: fc.constantFrom("take", "ask", "tell") },
		{ weight: 3, arbitrary: fc.constantFrom("restart", "promote") },
		{ weight: 2, arbitrary: fc.constantFrom("halted", "resumed") },
	),
	told: fc.constantFrom("started", "good", ...outcomeKinds),
	node: fc.integer({ min: 0, max: 15 }),
	version: fc.constantFrom(...versions),
	byHand: fc.boolean(),
	afterMinutes: fc.constantFrom(0, 1, 7, 14, 16, 31),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A server to which all of it happened. */
function serverAfter(steps: readonly Step[]): BrakeServer {
	const server = new BrakeServer({ settings: small });
	for (const version of versions.toReversed()) {
		server.promote(version);
	}
	for (const { kind, told, node, version, byHand, afterMinutes } of steps) {
		server.now += afterMinutes * minute;
		if (kind === "restart") {
			server.restart();
		} else if (kind === "promote") {
			server.promote(version);
		} else if (kind === "halted" || kind === "resumed") {
			server.say(kind, "a word", version);
		} else if (kind === "tell") {
			server.tell(node, told, "why", byHand, version);
		} else {
			server[kind](node, version);
		}
	}
	server.ask(0); // words of an operator are read when somebody asks
	return server;
}

/** All that a book tells anybody. */
function allOf(book: OutcomeBook) {
	return {
		summaries: book.summaries().filter(({ taken, underWay, halted }) => {
			return taken + underWay > 0 || halted !== undefined;
		}),
		answers: versions.map((version) =>
			Array.from({ length: 20 }, (_, at) => book.answer(version, nodeId(at))),
		),
	};
}

test("whatever happened: who reads the journal says the same as the server that wrote it", () => {
	const seen = { closed: 0, lost: 0, forgiven: 0 };
	fc.assert(
		fc.property(fc.array(step, { minLength: 50, maxLength: 200 }), (steps) => {
			const { book, memory, now } = serverAfter(steps);
			const read = new OutcomeBook(small, now);
			for (const record of memory.records) {
				expect(parseOutcomeRecord(JSON.stringify(record))).toEqual(record);
				read.apply(record);
				seen.closed += record.kind === "closed" ? 1 : 0;
				seen.lost += record.kind === "lost" ? 1 : 0;
			}
			const told = allOf(book);
			expect(allOf(read)).toEqual(told);
			const compacted = compactOutcomes(memory.records, small);
			const again = new OutcomeBook(small, now);
			for (const record of compacted) {
				again.apply(record);
			}
			expect(allOf(again)).toEqual(told);
			expect(compactOutcomes(compacted, small)).toEqual(compacted);
			for (const { taken, good, proven, bad, lost, badNodes } of told.summaries) {
				expect(taken).toBeGreaterThanOrEqual(good + bad + lost);
				expect(good).toBeGreaterThanOrEqual(proven);
				seen.forgiven += badNodes.some(({ isForgiven }) => isForgiven) ? 1 : 0;
			}
		}),
		{ numRuns: 300 },
	);
	expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});
