import { createHash } from "node:crypto";
import { admissionByWave, admit, type BrakeAnswer } from "../core/wave/admission.ts";
import { brakeAnswerOf } from "../core/wave/answer.ts";
import { OutcomeBook } from "../core/wave/book.ts";
import { usualBrake } from "../core/wave/brake.ts";
import type { OutcomeKind } from "../core/wave/outcome.ts";
import type { WavePolicy } from "../core/wave/policy.ts";
import { nodeIdOf, nodeIdText, positionOf, positionText } from "../core/wave/position.ts";
import {
	admissionPath,
	answerOutcomeRequest,
	type OutcomeDesk,
	outcomesPath,
	refreshBook,
} from "../core/wave/server.ts";
import {
	EventQueue,
	endOfSpan,
	type FleetWorld,
	makeWorld,
	type NodeFate,
	seededRandom,
} from "./fleet-world.ts";
import { memoryJournal } from "./memory-journal.ts";

/** What happens to a node that takes the release; hardware that is sick fails with any. */
export type ReleaseKind = "good" | "fails" | "fails-on-some" | "fails-later" | "silences";

/** A fleet that gets a release. */
export interface FleetPlan {
	readonly seed: number;
	readonly policy: WavePolicy;
	readonly release: ReleaseKind;
	/** Whether a release server counts outcomes, or files lie on a plain web server. */
	readonly hosting: "server" | "static";
	/** Whether somebody lets a halted release go on, two hours later. */
	readonly operator: "resumes" | "away";
	/** The share of nodes whose hardware fails whatever release they take. */
	readonly sickShare: number;
	/** How long it is watched after the last step of the policy. */
	readonly watchedDays: number;
}

/** What became of it. */
export interface FleetResult {
	/** Each node that took the release, in their order. */
	readonly taken: readonly { readonly canary: boolean; readonly atSeconds: number }[];
	/** On how many of them it went wrong. */
	readonly bad: number;
	readonly halts: number;
	/** Nodes that could have it at the end, and do not. */
	readonly missing: number;
	/** Requests that reached the server. */
	readonly requests: number;
}

export const fleetNodes = 200;
export const fleetCanaries = 6;
/** When the release is promoted, in true time. */
export const promotedAtSeconds = 1_800_000_000;

const minute = 60;
const hour = 3600;
const day = 24 * hour;

type Message = { readonly path: string; readonly body: string };
type Event =
	| { readonly kind: "poll" | "prove" | "fail-later" | "send"; readonly node: SimulatedNode }
	/** The network delivers a request once more, long after. */
	| { readonly kind: "copy"; readonly message: Message }
	| { readonly kind: "resume" };

interface SimulatedNode {
	readonly id: string;
	readonly isCanary: boolean;
	readonly position: number;
	readonly fate: NodeFate;
	readonly failsAnyway: boolean;
	state: "waiting" | "proving" | "good" | "bad";
	readonly outbox: { readonly kind: OutcomeKind; readonly because: string }[];
	isSending: boolean;
	tries: number;
}

const ids = Array.from({ length: fleetNodes }, (_, at) =>
	nodeIdOf(sha256Of(nodeIdText(at.toString(16).padStart(32, "0")))),
);

function sha256Of(text: string): Uint8Array {
	return createHash("sha256").update(text).digest();
}

/** Runs the code of admission, brake and server over a fleet with faults, all from a seed. */
export function simulateFleet(plan: FleetPlan): FleetResult {
	return new Simulation(plan).run();
}

class Simulation {
	readonly #plan: FleetPlan;
	readonly #release: string;
	readonly #random: () => number;
	readonly #world: FleetWorld;
	readonly #nodes: readonly SimulatedNode[];
	readonly #queue = new EventQueue<Event>();
	readonly #memory = memoryJournal();
	readonly #taken: { canary: boolean; atSeconds: number }[] = [];
	#desk: OutcomeDesk;
	#restarts = 0;
	#requests = 0;
	#halts = 0;
	#seen = 0;
	#now = promotedAtSeconds;
	#endSeconds: number;

	constructor(plan: FleetPlan) {
		this.#plan = plan;
		this.#release = `1.0.${plan.seed}`;
		this.#random = seededRandom(plan.seed ^ 0x51ab);
		const lastMinutes = plan.policy.groups.map(({ steps }) => steps.at(-1)?.afterMinutes ?? 0);
		const lastSeconds = promotedAtSeconds + Math.max(...lastMinutes) * minute;
		this.#endSeconds = lastSeconds + plan.watchedDays * day;
		this.#world = makeWorld({
			...{ seed: plan.seed, nodes: fleetNodes, sickShare: plan.sickShare },
			...{ fromSeconds: promotedAtSeconds - day, toSeconds: this.#endSeconds },
		});
		this.#nodes = this.#world.nodes.map((fate, at) => this.#makeNode(fate, at));
		this.#desk = this.#openDesk();
		for (const node of this.#nodes) {
			this.#queue.push(promotedAtSeconds + this.#random() * 30 * minute, { kind: "poll", node });
		}
	}

	#makeNode(fate: NodeFate, at: number): SimulatedNode {
		const id = ids[at] ?? "";
		const isHit = this.#plan.release === "fails-on-some" && this.#random() < 0.3;
		return {
			...{ id, fate, isCanary: at % Math.ceil(fleetNodes / fleetCanaries) === 0 },
			position: positionOf(sha256Of(positionText(id, this.#release))),
			failsAnyway: fate.isSick || isHit || this.#plan.release === "fails",
			...{ state: "waiting", outbox: [], isSending: false, tries: 0 },
		};
	}

	run(): FleetResult {
		for (;;) {
			const next = this.#queue.pop();
			if (next === undefined || next.at > this.#endSeconds) {
				break;
			}
			this.#now = next.at;
			this.#happen(next.event);
			this.#watchJournal();
		}
		return {
			taken: this.#taken,
			bad: this.#nodes.filter(({ state }) => state === "bad").length,
			halts: this.#halts,
			missing: this.#nodes.filter((node) => this.#isMissing(node)).length,
			requests: this.#requests,
		};
	}

	/** A node that was on, with a network and a clock, for the last half day, and still waits. */
	#isMissing({ fate, state }: SimulatedNode): boolean {
		const from = this.#endSeconds - day / 2;
		const wasAway = [...fate.off, ...fate.cutOff].some(([, to]) => to > from);
		return state === "waiting" && !wasAway && fate.clockKnownFromSeconds < from;
	}

	#happen(event: Event): void {
		const onAgain = "node" in event ? endOfSpan(event.node.fate.off, this.#now) : undefined;
		if (onAgain !== undefined) {
			this.#queue.push(onAgain + minute, event);
			return;
		}
		switch (event.kind) {
			case "poll":
				this.#poll(event.node);
				break;
			case "prove":
				this.#prove(event.node);
				break;
			case "fail-later":
				this.#tell(event.node, "failed", "it crashed");
				event.node.state = "bad";
				break;
			case "send":
				this.#send(event.node);
				break;
			case "copy":
				if (endOfSpan(this.#world.serverDown, this.#now) === undefined) {
					this.#handle(event.message);
				}
				break;
			case "resume": {
				const word = { release: this.#release, by: "operator", because: "looked at" } as const;
				const atSeconds = Math.floor(this.#now);
				this.#memory.open().append({ ...word, kind: "resumed", atSeconds });
				break;
			}
		}
	}

	#poll(node: SimulatedNode): void {
		const { clockErrorSeconds, clockKnownFromSeconds } = node.fate;
		const byWave = admissionByWave({
			...{ policy: this.#plan.policy, position: node.position, promotedAtSeconds },
			labels: node.isCanary ? { update: "canary" } : {},
			nowSeconds:
				this.#now < clockKnownFromSeconds ? undefined : Math.floor(this.#now + clockErrorSeconds),
		});
		if (byWave.kind !== "take") {
			const until = (byWave.kind === "wait" ? byWave.untilSeconds : undefined) ?? this.#now + hour;
			const at = Math.max(until - clockErrorSeconds, this.#now) + this.#random() * 10 * minute;
			this.#queue.push(at, { kind: "poll", node });
			return;
		}
		const asked = { release: this.#release, node: node.id };
		const admission = admit(byWave, this.#request(node, admissionPath, asked), this.#plan.policy);
		if (admission.kind !== "take") {
			const pause = admission.kind === "halted" ? 3 * hour : (15 + this.#random() * 15) * minute;
			this.#queue.push(this.#now + pause, { kind: "poll", node });
			return;
		}
		const told = { ...asked, kind: "started", because: "", byHand: false };
		const answer = this.#request(node, outcomesPath, told);
		if (answer.kind !== "go" && answer.kind !== "absent") {
			this.#queue.push(this.#now + 5 * minute, { kind: "poll", node });
			return;
		}
		this.#taken.push({ canary: node.isCanary, atSeconds: this.#now });
		node.state = "proving";
		this.#queue.push(this.#now + (4 + this.#random() * 8) * minute, { kind: "prove", node });
	}

	#prove(node: SimulatedNode): void {
		if (this.#plan.release === "silences") {
			node.state = "bad"; // it has no network any more, and hangs
			return;
		}
		if (node.failsAnyway) {
			node.state = "bad";
			this.#tell(node, "rolled-back", "no network after the boot");
			return;
		}
		node.state = "good";
		this.#tell(node, "good", "");
		if (this.#plan.release === "fails-later") {
			const at = this.#now + (2 + this.#random() * 23) * minute;
			this.#queue.push(at, { kind: "fail-later", node });
		}
	}

	#tell(node: SimulatedNode, kind: OutcomeKind, because: string): void {
		node.outbox.push({ kind, because });
		if (!node.isSending) {
			node.isSending = true;
			this.#queue.push(this.#now, { kind: "send", node });
		}
	}

	#send(node: SimulatedNode): void {
		const [first] = node.outbox;
		if (first === undefined) {
			node.isSending = false;
			return;
		}
		const told = { release: this.#release, node: node.id, ...first, byHand: false };
		const answer = this.#request(node, outcomesPath, told);
		if (answer.kind === "silent") {
			node.tries += 1;
			const pause = Math.min(30, 2 ** node.tries) * (0.5 + this.#random()) * minute;
			this.#queue.push(this.#now + pause, { kind: "send", node });
			return;
		}
		node.tries = 0;
		node.outbox.shift();
		this.#queue.push(this.#now + 1, { kind: "send", node });
	}

	/** The network: it loses requests and replies, and delivers some a second time. */
	#request(node: SimulatedNode, path: string, value: unknown): BrakeAnswer {
		if (this.#plan.hosting === "static") {
			return brakeAnswerOf(404, "<h1>Not Found</h1>");
		}
		const isDown =
			endOfSpan(node.fate.cutOff, this.#now) ?? endOfSpan(this.#world.serverDown, this.#now);
		const luck = this.#random();
		if (isDown !== undefined || luck < 0.03) {
			return { kind: "silent", because: "the time is over" };
		}
		const message = { path, body: JSON.stringify(value) };
		const answer = this.#handle(message);
		if (luck < 0.06) {
			return { kind: "silent", because: "the reply was lost" };
		}
		if (luck < 0.08) {
			this.#queue.push(this.#now + this.#random() * 6 * hour, { kind: "copy", message });
		}
		return answer;
	}

	#handle({ path, body }: Message): BrakeAnswer {
		const ended = this.#world.serverDown.filter(([, to]) => to <= this.#now).length;
		if (ended !== this.#restarts) {
			this.#restarts = ended;
			this.#desk = this.#openDesk();
		}
		this.#requests += 1;
		const nowSeconds = Math.floor(this.#now + this.#world.serverClockErrorSeconds);
		const asked = { method: "POST", path, body, authorization: undefined, nowSeconds };
		const reply = answerOutcomeRequest(this.#desk, asked);
		return brakeAnswerOf(reply?.status ?? 404, reply?.body);
	}

	#openDesk(): OutcomeDesk {
		const nowSeconds = Math.floor(this.#now + this.#world.serverClockErrorSeconds);
		const book = new OutcomeBook(usualBrake, nowSeconds);
		const isOffered = (release: string): boolean => release === this.#release;
		const journal = this.#memory.open();
		const desk = { book, journal, token: undefined, isOffered, isCurrent: isOffered };
		refreshBook(desk);
		return desk;
	}

	#watchJournal(): void {
		const { records } = this.#memory;
		for (; this.#seen < records.length; this.#seen++) {
			if (records[this.#seen]?.kind !== "halted") {
				continue;
			}
			this.#halts += 1;
			if (this.#plan.operator === "resumes") {
				this.#queue.push(this.#now + 2 * hour, { kind: "resume" });
			} else {
				// Long enough for everybody to ask once more.
				this.#endSeconds = Math.min(this.#endSeconds, this.#now + 4 * hour);
			}
		}
	}
}
