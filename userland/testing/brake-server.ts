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
			isOffered: (name) => name === release,
		};
		refreshBook(desk);
		return desk;
	}

	restart(): void {
		this.#desk = this.#open();
	}

	post(path: string, body: unknown, authorization?: string) {
		const text = typeof body === "string" ? body : JSON.stringify(body);
		const reply = answerOutcomeRequest(this.#desk, {
			...{ method: "POST", path, body: text, authorization, nowSeconds: this.now },
		});
		return { status: reply?.status, ...JSON.parse(reply?.body ?? "{}") };
	}

	ask(at: number): string {
		return this.post("/v1/admission", { release, node: nodeId(at) }).answer;
	}

	tell(at: number, kind: string, because = "", byHand = false): string {
		return this.post("/v1/outcomes", { release, node: nodeId(at), kind, because, byHand }).answer;
	}

	/** A node takes the release and says that it is good, if it may. */
	take(at: number): string {
		const answer = this.ask(at);
		if (answer === "go") {
			this.tell(at, "started");
			this.tell(at, "good");
		}
		return answer;
	}

	/** Nodes prove the release, as many as are let at a time, until so many did. */
	prove(count: number): void {
		for (let at = 0; at < count; ) {
			while (at < count && this.take(at) === "go") {
				at += 1;
			}
			this.now += usualBrake.soakMinutes * minute;
		}
	}

	/** An operator's word, as `soma release halt` and `resume` write it. */
	say(kind: "halted" | "resumed", because = "", of = release): void {
		const word = { kind, release: of, by: "operator", because, atSeconds: this.now } as const;
		this.memory.open().append(word);
	}

	get because(): string {
		return this.post("/v1/admission", { release, node: nodeId(0xffff) }).because;
	}
}
