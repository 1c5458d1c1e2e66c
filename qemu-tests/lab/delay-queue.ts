interface Entry<T> {
	readonly item: T;
	readonly atMs: number;
	readonly sequence: number;
}

/**
 * Releases items at their times, in the order of these times and, at one time, in the order of
 * their arrival.
 */
export class DelayQueue<T> {
	readonly #release: (item: T) => void;
	#entries: Entry<T>[] = [];
	#sequence = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(release: (item: T) => void) {
		this.#release = release;
	}

	/**
	 * Releases the item at a time of `performance.now()`; at once when that has come, but never
	 * before earlier items.
	 */
	push(item: T, atMs: number): void {
		this.#entries.push({ item, atMs, sequence: this.#sequence++ });
		this.#entries.sort((left, right) => left.atMs - right.atMs || left.sequence - right.sequence);
		this.#releaseDue();
	}

	/** Forgets everything that was not released. */
	clear(): void {
		clearTimeout(this.#timer);
		this.#entries = [];
	}

	/**
	 * Timers have a resolution of a millisecond, so one timer for the earliest entry keeps the
	 * order exact.
	 */
	#arm(): void {
		clearTimeout(this.#timer);
		const first = this.#entries[0];
		if (first !== undefined) {
			const waitMs = Math.max(0, Math.ceil(first.atMs - performance.now()));
			this.#timer = setTimeout(() => this.#releaseDue(), waitMs);
		}
	}

	#releaseDue(): void {
		const nowMs = performance.now();
		const due = this.#entries.filter((entry) => entry.atMs <= nowMs);
		this.#entries = this.#entries.filter((entry) => entry.atMs > nowMs);
		for (const entry of due) {
			this.#release(entry.item);
		}
		this.#arm();
	}
}
