import type { SlotName } from "../disk-layout.ts";
import { type Choice, editLine, menuLines, parseChoice } from "./menu.ts";

/** What the shell around the state machine reports. */
export type RescueEvent =
	| { readonly kind: "tick" }
	/** One character of a console. */
	| { readonly kind: "key"; readonly key: string }
	/** Both slots were looked at; `slot` is the one that a restart would start, if any. */
	| { readonly kind: "checked"; readonly outlook: Outlook }
	/** What was asked for did not work, or is done and the machine stays. */
	| { readonly kind: "done"; readonly problem: string | undefined };

/** What rescue would do by itself. */
export interface Outlook {
	readonly comeBack: { readonly slot: SlotName } | { readonly why: string };
	/** Nothing may start, and there is a disk that a release can be installed to. */
	readonly canInstall: boolean;
	/** Slots that an operator is warned of, and why. */
	readonly warnings: Readonly<Partial<Record<SlotName, string>>>;
}

/** What the shell does. */
export type RescueEffect =
	| { readonly kind: "say"; readonly lines: readonly string[] }
	/** Characters of the line that an operator types. */
	| { readonly kind: "echo"; readonly text: string }
	| { readonly kind: "check" }
	/** Writes what the outlook says, then restarts. */
	| { readonly kind: "come-back" }
	| { readonly kind: "choose"; readonly choice: Choice };

export interface RescueState {
	/** `busy` waits for a report; nothing else is asked for until it comes. */
	readonly phase: "checking" | "idle" | "busy" | "leaving";
	readonly outlook: Outlook | undefined;
	/** When rescue acts by itself; undefined: never. */
	readonly deadlineMs: number | undefined;
	/** Seconds before the deadline that were not announced yet, the nearest last. */
	readonly notices: readonly number[];
	/** How much of an operator there is: none, keys only, a choice was made, the countdown halted. */
	readonly operator: "none" | "keys" | "chose" | "held";
	/** Fruitless rounds, each of which doubles the wait. */
	readonly rounds: number;
	readonly line: string;
	/** A slot with a warning that was chosen once and needs a second time. */
	readonly confirm: SlotName | undefined;
	/** Keys without a choice that still stop the countdown. */
	readonly keysLeft: number;
}

/** A step's result. */
export interface RescueStep {
	readonly state: RescueState;
	readonly effects: readonly RescueEffect[];
}

/** What a machine is given besides the constants below. */
export interface Patience {
	/** Without an operator rescue acts after this. */
	readonly waitMs: number;
}

export const usualWaitMs: number = 10 * 60_000;
/** An operator who made a choice and then types nothing for so long has gone. */
const absenceMs = 60 * 60_000;
/**
 * Keys that make no choice, from a noisy line or from what sends our own output back, are soon
 * ignored: they must not keep the machine here.
 */
const greatestKeys = 64;
/** Rounds after which rescue restarts although nothing was better: the hardware starts afresh. */
const greatestRounds = 4;
const noticeSeconds: readonly number[] = [10, 30, 60, 120, 300];

/** The state at the start: the machine is looked at first. */
export function startRescue(): RescueStep {
	const state: RescueState = {
		phase: "checking",
		outlook: undefined,
		deadlineMs: undefined,
		notices: [],
		operator: "none",
		rounds: 0,
		line: "",
		confirm: undefined,
		keysLeft: greatestKeys,
	};
	return { state, effects: [{ kind: "check" }] };
}

/** The next state after an event, and what to do. */
export function stepRescue(
	state: RescueState,
	event: RescueEvent,
	nowMs: number,
	patience: Patience,
): RescueStep {
	if (state.phase === "leaving" && event.kind !== "done") {
		return { state, effects: [] };
	}
	switch (event.kind) {
		case "tick":
			return onTick(state, nowMs, patience);
		case "key":
			return onKey(state, event.key, nowMs, patience);
		case "checked":
			return onChecked(state, event.outlook, nowMs, patience);
		case "done":
			return onDone(state, event.problem, nowMs, patience);
	}
}

function onTick(state: RescueState, nowMs: number, patience: Patience): RescueStep {
	const { deadlineMs } = state;
	if (deadlineMs === undefined || state.phase !== "idle") {
		return { state, effects: [] };
	}
	if (nowMs < deadlineMs) {
		return announce(state, deadlineMs - nowMs);
	}
	if (state.operator !== "none") {
		const alone: RescueState = { ...state, operator: "none", line: "", confirm: undefined };
		const begun = countDown(alone, nowMs, patience);
		return withLines(begun, ["nobody types any more: the countdown begins again"]);
	}
	if (state.outlook !== undefined && "slot" in state.outlook.comeBack) {
		return { state: { ...state, phase: "leaving" }, effects: [{ kind: "come-back" }] };
	}
	if (state.rounds >= greatestRounds) {
		const effects: RescueEffect[] = [
			say("nothing became better: restarting, so that the hardware starts afresh"),
			{ kind: "choose", choice: { kind: "reboot" } },
		];
		return { state: { ...state, phase: "leaving" }, effects };
	}
	if (state.outlook?.canInstall === true) {
		const effects: RescueEffect[] = [{ kind: "choose", choice: { kind: "install" } }];
		return { state: { ...state, phase: "busy" }, effects };
	}
	return { state: { ...state, phase: "checking" }, effects: [{ kind: "check" }] };
}

function announce(state: RescueState, leftMs: number): RescueStep {
	const passed = state.notices.filter((seconds) => leftMs <= seconds * 1000);
	const [nearest] = passed;
	if (nearest === undefined || state.operator !== "none") {
		return { state, effects: [] };
	}
	const notices = state.notices.filter((seconds) => seconds < nearest);
	return { state: { ...state, notices }, effects: [say(`${nearest} s left; any key stops this`)] };
}

function onKey(state: RescueState, key: string, nowMs: number, patience: Patience): RescueStep {
	if (state.keysLeft === 0) {
		return typed(state, key); // a choice still works
	}
	const first = state.operator === "none";
	const next: RescueState = {
		...state,
		keysLeft: state.keysLeft - 1,
		operator: first ? "keys" : state.operator,
		deadlineMs: deadlineOf(first ? "keys" : state.operator, nowMs, patience),
	};
	const result = typed(next, key);
	return first ? withLines(result, ["the countdown has stopped", ...menuLines]) : result;
}

function deadlineOf(
	operator: RescueState["operator"],
	nowMs: number,
	patience: Patience,
): number | undefined {
	if (operator === "held") {
		return undefined;
	}
	return nowMs + (operator === "chose" ? absenceMs : patience.waitMs);
}

/** A key in the line: text is echoed, Enter makes the choice. */
function typed(state: RescueState, key: string): RescueStep {
	if (key !== "\r" && key !== "\n") {
		const line = editLine(state.line, key);
		const text =
			line.length > state.line.length ? key : "\b \b".repeat(state.line.length - line.length);
		return { state: { ...state, line }, effects: [{ kind: "echo", text }] };
	}
	const next = { ...state, line: "", confirm: undefined };
	const newline: RescueEffect = { kind: "echo", text: "\n" };
	if (state.line.trim() === "?") {
		return { state: next, effects: [newline, { kind: "say", lines: menuLines }] };
	}
	const choice = parseChoice(state.line);
	if (choice === undefined) {
		return { state: next, effects: [newline] };
	}
	if ("problem" in choice) {
		return { state: next, effects: [newline, say(choice.problem)] };
	}
	const heard = { ...next, keysLeft: greatestKeys };
	const { state: after, effects } = chosen(heard, choice, state.confirm);
	return { state: after, effects: [newline, ...effects] };
}

function chosen(state: RescueState, choice: Choice, confirmed: SlotName | undefined): RescueStep {
	if (state.phase === "busy" || state.phase === "leaving") {
		return { state, effects: [say("wait until the last choice is done")] };
	}
	if (choice.kind === "hold") {
		const held: RescueState = { ...state, operator: "held", deadlineMs: undefined };
		return { state: held, effects: [say("the countdown is halted until the machine restarts")] };
	}
	const operator = state.operator === "held" ? "held" : "chose";
	if (choice.kind === "check-again") {
		return { state: { ...state, operator, phase: "checking" }, effects: [{ kind: "check" }] };
	}
	if (choice.kind === "try-slot" && confirmed !== choice.slot) {
		const warning = state.outlook?.warnings[choice.slot];
		if (warning !== undefined) {
			const text = `slot ${choice.slot} ${warning}; choose it again to try it all the same`;
			return { state: { ...state, operator, confirm: choice.slot }, effects: [say(text)] };
		}
	}
	return { state: { ...state, operator, phase: "busy" }, effects: [{ kind: "choose", choice }] };
}

function onChecked(
	state: RescueState,
	outlook: Outlook,
	nowMs: number,
	patience: Patience,
): RescueStep {
	const idle: RescueState = { ...state, phase: "idle", outlook };
	if (state.operator !== "none") {
		const deadlineMs = deadlineOf(state.operator, nowMs, patience);
		return { state: { ...idle, deadlineMs }, effects: [say(describeOutlook(outlook))] };
	}
	const begun = countDown(idle, nowMs, patience);
	return { state: begun.state, effects: [...begun.effects, { kind: "say", lines: menuLines }] };
}

function onDone(
	state: RescueState,
	problem: string | undefined,
	nowMs: number,
	patience: Patience,
): RescueStep {
	const idle: RescueState = { ...state, phase: "idle" };
	if (state.operator !== "none") {
		const deadlineMs = deadlineOf(state.operator, nowMs, patience);
		const effects = [say(problem ?? "done; ? shows the choices")];
		return { state: { ...idle, deadlineMs }, effects };
	}
	const outlook: Outlook = {
		comeBack: { why: problem ?? "the machine did not restart" },
		warnings: state.outlook?.warnings ?? {},
		canInstall: state.outlook?.canInstall ?? false,
	};
	return countDown({ ...idle, outlook }, nowMs, patience);
}

/** Begins the countdown; each fruitless round is twice as long as the one before. */
function countDown(state: RescueState, nowMs: number, { waitMs }: Patience): RescueStep {
	const { outlook } = state;
	const comesBack = outlook !== undefined && "slot" in outlook.comeBack;
	const pauseMs = comesBack ? waitMs : waitMs * 2 ** Math.min(state.rounds, greatestRounds);
	const otherwise = outlook?.canInstall === true ? "an installation from a server" : "another look";
	const what = comesBack ? "that" : otherwise;
	const lines = [
		...(outlook === undefined ? [] : [describeOutlook(outlook)]),
		`${what} is in ${formatWait(pauseMs)} unless somebody presses a key`,
	];
	return {
		state: {
			...state,
			rounds: comesBack ? state.rounds : state.rounds + 1,
			deadlineMs: nowMs + pauseMs,
			notices: noticeSeconds.filter((seconds) => seconds * 1000 < pauseMs),
		},
		effects: [{ kind: "say", lines }],
	};
}

function describeOutlook({ comeBack }: Outlook): string {
	return "slot" in comeBack
		? `without an operator: this machine restarts into slot ${comeBack.slot}`
		: `this machine cannot come back by itself: ${comeBack.why}`;
}

function formatWait(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
}

function say(line: string): RescueEffect {
	return { kind: "say", lines: [line] };
}

function withLines({ state, effects }: RescueStep, lines: readonly string[]): RescueStep {
	return { state, effects: [{ kind: "say", lines }, ...effects] };
}
