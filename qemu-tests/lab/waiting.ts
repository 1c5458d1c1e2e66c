/** A promise that somebody else settles, with a deadline. */
interface Waiter<T> {
	readonly accept: (item: T) => boolean;
	readonly resolve: (item: T) => void;
	readonly reject: (error: Error) => void;
}

/**
 * Items that arrive one after the other and callers that wait for one of them. An item is handed to
 * one waiter only; an item that nobody waited for yet is kept, so nothing is missed between two
 * waits.
 */
export class Inbox<T> {
	readonly #kept: T[] = [];
	readonly #waiters = new Set<Waiter<T>>();

	/** Hands an item to the first waiter that accepts it, or keeps it. */
	push(item: T): void {
		for (const waiter of this.#waiters) {
			if (waiter.accept(item)) {
				this.#waiters.delete(waiter);
				waiter.resolve(item);
				return;
			}
		}
		this.#kept.push(item);
	}

	/**
	 * Takes the first kept item that is accepted, or waits for one; `timeoutError` is made when the
	 * time is over.
	 */
	take(accept: (item: T) => boolean, timeoutMs: number, timeoutError: () => Error): Promise<T> {
		const index = this.#kept.findIndex(accept);
		if (index >= 0) {
			return Promise.resolve(this.#kept.splice(index, 1)[0] as T);
		}
		return new Promise<T>((resolve, reject) => {
			const settle = (): void => {
				clearTimeout(timer);
				this.#waiters.delete(waiter);
			};
			const waiter: Waiter<T> = {
				accept,
				resolve: (item) => {
					settle();
					resolve(item);
				},
				reject: (error) => {
					settle();
					reject(error);
				},
			};
			const timer = setTimeout(() => waiter.reject(timeoutError()), timeoutMs);
			this.#waiters.add(waiter);
		});
	}

	/** Forgets what was kept. */
	clear(): void {
		this.#kept.length = 0;
	}

	/** Ends all waits with an error: nothing will arrive any more. */
	fail(error: Error): void {
		for (const waiter of [...this.#waiters]) {
			waiter.reject(error);
		}
	}
}
