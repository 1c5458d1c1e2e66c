import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	addPort,
	forward,
	heal,
	type LinkCondition,
	newSwitch,
	partition,
	type SwitchState,
	setEveryLink,
	setLink,
} from "./switch-core.ts";

const broadcast = 0xff;

/**
 * A frame between cards whose addresses end with the given digits; {@link broadcast} goes to
 * everybody.
 */
function frame(to: number, from: number): Uint8Array {
	const bytes = new Uint8Array(60);
	bytes.fill(to === broadcast ? 0xff : 0x52, 0, 6);
	bytes.fill(0x52, 6, 12);
	bytes[5] = to;
	bytes[11] = from;
	return bytes;
}

function switchWith(ports: readonly string[], seed = 1): SwitchState {
	return ports.reduce(addPort, newSwitch(seed));
}

function targets(state: SwitchState, from: string, bytes: Uint8Array): string[] {
	return forward(state, from, bytes, 0).deliveries.map(({ port }) => port);
}

describe("forwarding", () => {
	const three = switchWith(["a", "b", "c"]);

	test("an unknown address is flooded, a learned one is not", () => {
		expect(targets(three, "a", frame(2, 1))).toEqual(["b", "c"]);
		const learned = forward(three, "b", frame(1, 2), 0).state;
		expect(targets(learned, "a", frame(2, 1))).toEqual(["b"]);
		expect(targets(learned, "a", frame(broadcast, 1))).toEqual(["b", "c"]);
	});

	test("a machine that moves to another port is learned anew", () => {
		const first = forward(three, "b", frame(1, 2), 0).state;
		const moved = forward(first, "c", frame(1, 2), 0).state;
		expect(targets(moved, "a", frame(2, 1))).toEqual(["c"]);
	});

	test("a frame that is too short is counted and not sent on", () => {
		const { state, deliveries } = forward(three, "a", new Uint8Array(13), 0);
		expect(deliveries).toEqual([]);
		expect(state.counters).toMatchObject({ received: 1, malformed: 1, delivered: 0 });
	});

	test("no frame leaves its group, and healing ends that", () => {
		const split = partition(three, [["a"], ["b", "c"]]);
		expect(targets(split, "a", frame(broadcast, 1))).toEqual([]);
		expect(targets(split, "b", frame(broadcast, 2))).toEqual(["c"]);
		expect(targets(heal(split), "a", frame(broadcast, 1))).toEqual(["b", "c"]);
	});

	test("faults of one direction leave the other alone", () => {
		const cut = setLink(three, "a", "b", { dropChance: 1 });
		expect(targets(cut, "a", frame(broadcast, 1))).toEqual(["c"]);
		expect(targets(cut, "b", frame(broadcast, 2))).toEqual(["a", "c"]);
	});
});

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const condition: fc.Arbitrary<LinkCondition> = fc.record({
	dropChance: chance,
	duplicateChance: chance,
	reorderChance: chance,
	reorderMs: fc.integer({ min: 1, max: 50 }),
	delayMs: fc.integer({ min: 0, max: 50 }),
	jitterMs: fc.integer({ min: 0, max: 50 }),
});
const traffic = fc.array(
	fc.record({ from: fc.integer({ min: 0, max: 3 }), to: fc.constantFrom(0, 1, 2, 3, broadcast) }),
	{ maxLength: 60 },
);
const ports = ["p0", "p1", "p2", "p3"];

function play(seed: number, link: LinkCondition, sent: readonly { from: number; to: number }[]) {
	let state = setEveryLink(switchWith(ports, seed), link);
	const log: { from: string; port: string; sentMs: number; atMs: number }[] = [];
	for (const [index, { from, to }] of sent.entries()) {
		const port = ports[from] ?? "";
		const step = forward(state, port, frame(to, from), index);
		state = step.state;
		for (const delivery of step.deliveries) {
			log.push({ from: port, port: delivery.port, sentMs: index, atMs: delivery.atMs });
		}
	}
	return { state, log };
}

describe("properties under any faults", () => {
	test("the same seed gives the same deliveries", () => {
		fc.assert(
			fc.property(fc.integer(), condition, traffic, (seed, link, sent) => {
				expect(play(seed, link, sent)).toEqual(play(seed, link, sent));
			}),
		);
	});

	test("nothing comes back to its sender or before it was sent, and counters add up", () => {
		fc.assert(
			fc.property(fc.integer(), condition, traffic, (seed, link, sent) => {
				const { state, log } = play(seed, link, sent);
				expect(log.every((item) => item.port !== item.from && item.atMs >= item.sentMs)).toBe(true);
				expect(state.counters.delivered).toBe(log.length);
				expect(state.counters.received).toBe(sent.length);
			}),
		);
	});

	test("without reordering every directed link keeps its order", () => {
		fc.assert(
			fc.property(fc.integer(), condition, traffic, (seed, link, sent) => {
				const { log } = play(seed, { ...link, reorderChance: 0 }, sent);
				const last = new Map<string, number>();
				for (const { from, port, atMs } of log) {
					const key = `${from}>${port}`;
					expect(atMs).toBeGreaterThanOrEqual(last.get(key) ?? 0);
					last.set(key, atMs);
				}
			}),
		);
	});
});
