import fc from "fast-check";
import { expect, test } from "vitest";
import {
	type Outlook,
	type RescueEffect,
	type RescueEvent,
	type RescueState,
	startRescue,
	stepRescue,
	usualWaitMs,
} from "./machine.ts";

const minuteMs = 60_000;
const patience = { waitMs: usualWaitMs };
const comesBack: Outlook = { comeBack: { slot: "A" }, warnings: {}, canInstall: false };
const stays: Outlook = {
	comeBack: { why: "no slot is intact" },
	warnings: {},
	canInstall: false,
};

/** A machine with a clock of its own that keeps what it did. */
class Played {
	state: RescueState;
	nowMs = 0;
	readonly done: RescueEffect[] = [];

	constructor() {
		const { state, effects } = startRescue();
		this.state = state;
		this.done.push(...effects);
	}

	step(event: RescueEvent): this {
		const { state, effects } = stepRescue(this.state, event, this.nowMs, patience);
		this.state = state;
		this.done.push(...effects);
		return this;
	}

	type(text: string): this {
		for (const key of text) {
			this.step({ kind: "key", key });
		}
		return this;
	}

	/** Lets time pass, second by second. */
	pass(milliseconds: number): this {
		for (const endMs = this.nowMs + milliseconds; this.nowMs < endMs; ) {
			this.nowMs += 1000;
			this.step({ kind: "tick" });
		}
		return this;
	}

	kinds(): string[] {
		return this.done
			.map((effect) => (effect.kind === "choose" ? effect.choice.kind : effect.kind))
			.filter((kind) => kind !== "say" && kind !== "echo");
	}

	said(): string {
		return this.done.flatMap((effect) => (effect.kind === "say" ? effect.lines : [])).join("\n");
	}
}

function checked(outlook: Outlook): Played {
	return new Played().step({ kind: "checked", outlook });
}

test("without an operator it comes back after ten minutes, and says how long it is", () => {
	const rescue = checked(comesBack).pass(usualWaitMs - 1000);
	expect(rescue.kinds()).toEqual(["check"]);
	expect(rescue.said()).toMatch(/restarts into slot A\nthat is in 10 min unless somebody/);
	expect(rescue.said().match(/s left/g)).toHaveLength(5);
	expect(rescue.pass(1000).kinds()).toEqual(["check", "come-back"]);
	expect(rescue.pass(60 * minuteMs).kinds()).toEqual(["check", "come-back"]);
});

test("a key stops the countdown, and silence after it begins a new one", () => {
	const rescue = checked(comesBack)
		.pass(9 * minuteMs)
		.type("x");
	expect(rescue.said()).toMatch(/the countdown has stopped/);
	rescue
		.pass(9 * minuteMs)
		.type("y")
		.pass(9 * minuteMs);
	expect(rescue.kinds()).toEqual(["check"]);
	rescue.pass(2 * minuteMs);
	expect(rescue.said()).toMatch(/nobody types any more/);
	expect(rescue.pass(10 * minuteMs).kinds()).toEqual(["check", "come-back"]);
});

test("an operator who made a choice has an hour, and h halts the countdown for good", () => {
	const chose = checked(comesBack).type("s\r").step({ kind: "done", problem: undefined });
	expect(chose.pass(59 * minuteMs).kinds()).toEqual(["check", "show"]);
	expect(chose.pass(12 * minuteMs).kinds()).toEqual(["check", "show", "come-back"]);
	const held = checked(comesBack)
		.type("h\r")
		.pass(48 * 60 * minuteMs);
	expect(held.kinds()).toEqual(["check"]);
});

test("noise cannot keep the machine in rescue, and a choice is heard through it", () => {
	const rescue = checked(comesBack);
	for (let minute = 0; minute < 64 + 21; minute++) {
		rescue.type("}").pass(minuteMs);
	}
	expect(rescue.kinds()).toEqual(["check", "come-back"]);
	const heard = checked(comesBack)
		.type("}".repeat(1000))
		.type("\rh\r")
		.pass(60 * minuteMs);
	expect(heard.kinds()).toEqual(["check"]);
});

test("while nothing is intact it looks again with growing pauses, then restarts, never off", () => {
	const rescue = checked(stays);
	const pausesMs: number[] = [];
	for (let round = 0; round < 4; round++) {
		const beganMs = rescue.nowMs;
		const rounds = rescue.kinds().length;
		while (rescue.kinds().length === rounds) {
			rescue.pass(1000);
		}
		pausesMs.push(rescue.nowMs - beganMs);
		rescue.step({ kind: "checked", outlook: stays });
	}
	expect(pausesMs.map((pauseMs) => pauseMs / minuteMs)).toEqual([10, 20, 40, 80]);
	expect(rescue.said()).toMatch(/cannot come back by itself: no slot is intact/);
});

test("a restart that fails is said and tried again later", () => {
	const rescue = checked(comesBack).pass(usualWaitMs);
	rescue.step({ kind: "done", problem: "the disk is read-only" });
	expect(rescue.said()).toMatch(/cannot come back by itself: the disk is read-only/);
	expect(rescue.pass(usualWaitMs).kinds()).toEqual(["check", "come-back", "check"]);
});

test("a choice is a whole line; a damaged slot needs to be chosen twice", () => {
	const warned: Outlook = { ...comesBack, warnings: { B: "is damaged: /usr differs" } };
	const rescue = checked(warned).type("r\u007f2\r");
	expect(rescue.kinds()).toEqual(["check"]);
	expect(rescue.said()).toMatch(/slot B is damaged: \/usr differs; choose it again/);
	rescue.type("1\r").step({ kind: "done", problem: undefined }).type("2\r");
	expect(rescue.kinds()).toEqual(["check", "try-slot"]);
	expect(rescue.type("2\r").kinds()).toEqual(["check", "try-slot", "try-slot"]);
});

test("our own output, echoed by what is behind a line, is never a choice", () => {
	const rescue = checked(comesBack);
	const echo = rescue.said().split("\n");
	rescue.type(echo.map((line) => `soma-rescue: ${line}\r\n`).join(""));
	expect(rescue.kinds()).toEqual(["check"]);
});

test("what is no choice is explained, a question mark shows the menu, commands are split", () => {
	const rescue = checked(comesBack).type("reboot\rc\rc rescue\r?\rc slot  list\r");
	const next = checked(comesBack).type("c rescue --next\r");
	expect(next.kinds()).toEqual(["check", "command"]);
	expect(rescue.said()).toMatch(/"reboot" is none of the choices/);
	expect(rescue.said()).toMatch(/c needs a command that ends/);
	expect(rescue.done).toContainEqual({
		kind: "choose",
		choice: { kind: "command", words: ["slot", "list"] },
	});
});

const anyEvent = fc.oneof(
	fc.constant<RescueEvent>({ kind: "tick" }),
	fc
		.constantFrom(..."12svfhrpc?\r\r\r\u007f\u001b")
		.map((key): RescueEvent => ({ kind: "key", key })),
	fc.constantFrom(comesBack, stays).map((outlook): RescueEvent => ({ kind: "checked", outlook })),
	fc.constantFrom(undefined, "no").map((problem): RescueEvent => ({ kind: "done", problem })),
);

test("it never powers off unasked, and acts by itself unless it was halted", () => {
	fc.assert(
		fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
			const rescue = checked(comesBack);
			let typed = "";
			for (const event of events) {
				typed += event.kind === "key" ? event.key : "";
				rescue.step(event);
				rescue.nowMs += 500;
			}
			if (rescue.kinds().includes("power-off")) {
				expect(typed).toMatch(/p/);
			}
			if (rescue.state.operator !== "held" && rescue.state.phase === "idle") {
				const before = rescue.kinds().length;
				rescue.pass(5 * 60 * minuteMs);
				expect(rescue.kinds().length).toBeGreaterThan(before);
			}
		}),
		{ numRuns: 150 },
	);
});

test("without a slot it installs a release by itself, later and later, and then restarts", () => {
	const rescue = checked({ ...stays, canInstall: true });
	expect(rescue.said()).toContain("an installation from a server is in 10 min unless somebody");
	rescue.pass(usualWaitMs);
	expect(rescue.kinds()).toEqual(["check", "install"]);
	rescue.pass(usualWaitMs); // it takes its time, and nothing else is begun
	rescue.step({ kind: "done", problem: "nobody has a chunk" });
	expect(rescue.said()).toContain("nobody has a chunk");
	rescue.pass(2 * usualWaitMs - 1000);
	expect(rescue.kinds()).toEqual(["check", "install"]);
	rescue.pass(1000);
	expect(rescue.kinds()).toEqual(["check", "install", "install"]);
	for (const factor of [4, 8]) {
		rescue.step({ kind: "done", problem: "nobody has a chunk" }).pass(factor * usualWaitMs);
	}
	expect(rescue.kinds().at(-1)).toBe("reboot");
});

test("an operator has a release installed at once", () => {
	expect(checked(comesBack).type("i\r").kinds()).toEqual(["check", "install"]);
});
