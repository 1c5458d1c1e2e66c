import { OutcomeBook } from "../core/wave/book.ts";
import { type BrakeSettings, usualBrake } from "../core/wave/brake.ts";
import { answerOutcomeRequest, type OutcomeDesk, refreshBook } from "../core/wave/server.ts";
import { memoryJournal } from "./memory-journal.ts";

/** When its time begins. */
export const startSeconds = 1_800_000_000;
/** The release that its nodes take. */
export const release = "1.2.3";
const minute = 60;

/** The name of a node by its number. */
export const nodeId = (at: number): string => at.toString(16).padStart(32, "0");

/** A release server whose time the test moves, and which can be switched off and on. */
export class BrakeServer {
	readonly memory = memoryJournal();
	readonly #settings: BrakeSettings;
	readonly #token: string | undefined;
	/** What is in the repository, and what some channel offers. */
	readonly published = new Set([release]);
	readonly current = new Set([release]);
	#desk: OutcomeDesk;
	now = startSeconds;

	constructor(options: { settings?: Partial<BrakeSettings>; token?: string } = {}) {
		this.#settings = { ...usualBrake, ...options.settings };
		this.#token = options.token;
		this.#desk = this.#open();
	}

	#open(): OutcomeDesk {
		const book = new OutcomeBook(this.#settings, this.now);
		const desk: OutcomeDesk = {
			...{ book, journal: this.memory.open(), token: this.#token },
			isOffered: (name) => this.published.has(name),
			isCurrent: (name) => this.current.has(name),
		};
		refreshBook(desk);
		return desk;
	}

	restart(): void {
		this.#desk = this.#open();
	}

	/** The channel offers another release. */
	promote(version: string): void {
		this.published.add(version);
		this.current.clear();
		this.current.add(version);
	}

	get book(): OutcomeBook {
		return this.#desk.book;
	}

	post(path: string, body: unknown, authorization?: string) {
		const text = typeof body === "string" ? body : JSON.stringify(body);
		const reply = answerOutcomeRequest(this.#desk, {
			...{ method: "POST", path, body: text, authorization, nowSeconds: this.now },
		});
		return { status: reply?.status, ...JSON.parse(reply?.body ?? "{}") };
	}

	ask(at: number, version = release): string {
		return this.post("/v1/admission", { release: version, node: nodeId(at) }).answer;
	}

	tell(at: number, kind: string, because = "", byHand = false, version = release): string {
		const told = { release: version, node: nodeId(at), kind, because, byHand };
		return this.post("/v1/outcomes", told).answer;
	}

	/** A node takes a release and says that it is good, if it may. */
	take(at: number, version = release): string {
		const answer = this.ask(at, version);
		if (answer === "go") {
			this.tell(at, "started", "", false, version);
			this.tell(at, "good", "", false, version);
		}
		return answer;
	}

	/** Nodes prove the release, as many as are let at a time, until so many did. */
	prove(count: number, version = release): void {
		for (let at = 0; at < count; ) {
			while (at < count && this.take(at, version) === "go") {
				at += 1;
			}
			this.now += usualBrake.soakMinutes * minute;
		}
	}

	/** An operator's word, as `soma release halt` and `resume` write it. */
	say(kind: "halted" | "resumed", because = "", version = release): void {
		const word = { kind, release: version, by: "operator", because, atSeconds: this.now } as const;
		this.memory.open().append(word);
	}

	get because(): string {
		return this.post("/v1/admission", { release, node: nodeId(0xffff) }).because;
	}
}
