/** A small generator of numbers from 0 up to, not including, 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** From, and up to but not including, in seconds of the true time. */
type Span = readonly [from: number, to: number];

/** What befalls a machine of the fleet. */
export interface NodeFate {
	/** Off, for days or for a reboot. */
	readonly off: readonly Span[];
	/** Its site has no network. */
	readonly cutOff: readonly Span[];
	/** How far its clock is from the true time, once it is synchronised. */
	readonly clockErrorSeconds: number;
	readonly clockKnownFromSeconds: number;
	/** Its hardware fails whatever release it takes. */
	readonly isSick: boolean;
}

/** What befalls a fleet, all of it from a seed. */
export interface FleetWorld {
	readonly nodes: readonly NodeFate[];
	readonly serverDown: readonly Span[];
	readonly serverClockErrorSeconds: number;
}

const hour = 3600;
const day = 86_400;
const nodesPerSite = 20;

/** Faults of a fleet between two times. */
export function makeWorld(options: {
	readonly seed: number;
	readonly nodes: number;
	readonly fromSeconds: number;
	readonly toSeconds: number;
	readonly sickShare: number;
}): FleetWorld {
	const random = seededRandom(options.seed);
	const spans = (everyDays: number, leastSeconds: number, mostSeconds: number): Span[] => {
		const found: Span[] = [];
		let at = options.fromSeconds;
		while (found.length < 100) {
			at += -Math.log(1 - random()) * everyDays * day;
			if (at > options.toSeconds) {
				break;
			}
			const to = at + leastSeconds + random() * (mostSeconds - leastSeconds);
			found.push([at, to]);
			at = to;
		}
		return found;
	};
	const sites = Array.from({ length: Math.ceil(options.nodes / nodesPerSite) }, () =>
		spans(5, hour / 2, 12 * hour),
	);
	return {
		nodes: Array.from({ length: options.nodes }, (_, at) => ({
			off: [...spans(40, day / 2, 4 * day), ...spans(5, 120, 300)],
			cutOff: sites[Math.floor(at / nodesPerSite)] ?? [],
			clockErrorSeconds: Math.round((random() - 0.5) * 600),
			clockKnownFromSeconds: random() < 0.05 ? options.fromSeconds + random() * day : 0,
			isSick: random() < options.sickShare,
		})),
		serverDown: spans(1, hour / 2, 6 * hour),
		serverClockErrorSeconds: Math.round((random() - 0.5) * 600),
	};
}

/** The end of the span in which a time lies, or undefined. */
export function endOfSpan(spans: readonly Span[], at: number): number | undefined {
	let end: number | undefined;
	for (const [from, to] of spans) {
		if (from <= at && at < to) {
			end = Math.max(end ?? 0, to);
		}
	}
	return end;
}

/** Things that happen, the earliest first; those of one time in the order of their making. */
export class EventQueue<T> {
	readonly #heap: { readonly at: number; readonly order: number; readonly event: T }[] = [];
	#order = 0;

	push(at: number, event: T): void {
		const heap = this.#heap;
		heap.push({ at, order: this.#order++, event });
		for (let child = heap.length - 1; child > 0; ) {
			const parent = (child - 1) >> 1;
			if (!this.#swapsIfEarlier(child, parent)) {
				break;
			}
			child = parent;
		}
	}

	pop(): { readonly at: number; readonly event: T } | undefined {
		const heap = this.#heap;
		const first = heap[0];
		const last = heap.pop();
		if (heap.length > 0 && last !== undefined) {
			heap[0] = last;
			for (let parent = 0; ; ) {
				const [left, right] = [2 * parent + 1, 2 * parent + 2];
				const child = this.#isEarlier(right, left) ? right : left;
				if (!this.#swapsIfEarlier(child, parent)) {
					break;
				}
				parent = child;
			}
		}
		return first;
	}

	#isEarlier(left: number, right: number): boolean {
		const [one, other] = [this.#heap[left], this.#heap[right]];
		return (
			one !== undefined &&
			other !== undefined &&
			(one.at < other.at || (one.at === other.at && one.order < other.order))
		);
	}

	#swapsIfEarlier(child: number, parent: number): boolean {
		const [lower, upper] = [this.#heap[child], this.#heap[parent]];
		if (lower === undefined || upper === undefined || !this.#isEarlier(child, parent)) {
			return false;
		}
		this.#heap[child] = upper;
		this.#heap[parent] = lower;
		return true;
	}
}
