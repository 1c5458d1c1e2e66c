/** What an event is about. */
export type EventKind =
	| "boot"
	| "health"
	| "slots"
	| "services"
	| "identity"
	| "api"
	| "power"
	| "configuration"
	| "update";

/** Something that happened on the node. */
export interface NodeEvent {
	readonly kind: EventKind;
	/** One sentence for a person. */
	readonly message: string;
	readonly facts: Readonly<Record<string, string>>;
	/** True when somebody should look. */
	readonly warning: boolean;
}

/** An event with its place. */
export interface StoredEvent extends NodeEvent {
	/** From 1 on, without a gap. */
	readonly id: number;
	readonly timeMs: number;
}

/** The last events of a node, in memory of a bounded size. */
export interface EventRing {
	add(event: NodeEvent, timeMs: number): StoredEvent;
	/** Those behind an id, and how many of them are gone already. */
	after(id: number): { readonly events: readonly StoredEvent[]; readonly missed: number };
	readonly lastId: number;
	/** Calls back after each new event until the answer is called. */
	listen(listener: () => void): () => void;
}

/** A ring for so many events. */
export function createEventRing(capacity: number): EventRing {
	const events: StoredEvent[] = [];
	const listeners = new Set<() => void>();
	let lastId = 0;
	return {
		add: (event, timeMs) => {
			lastId += 1;
			const stored = { ...event, id: lastId, timeMs };
			events.push(stored);
			if (events.length > capacity) {
				events.shift();
			}
			for (const listener of listeners) {
				listener();
			}
			return stored;
		},
		after: (id) => {
			const found = events.filter((event) => event.id > id);
			const first = found[0]?.id ?? lastId + 1;
			return { events: found, missed: Math.max(0, first - 1 - Math.min(id, lastId)) };
		},
		get lastId() {
			return lastId;
		},
		listen: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
