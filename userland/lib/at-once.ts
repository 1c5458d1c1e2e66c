/**
 * Does some work for each item, so many at a time, in their order. The first failure ends it: what
 * is under way is awaited, nothing else begins.
 */
export async function forEachAtOnce<Item>(
	most: number,
	items: readonly Item[],
	work: (item: Item) => Promise<void>,
): Promise<void> {
	let next = 0;
	let failed = false;
	const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
		try {
			for (let item = items[next++]; item !== undefined && !failed; item = items[next++]) {
				await work(item);
			}
		} catch (error) {
			failed = true;
			throw error;
		}
	});
	for (const ended of await Promise.allSettled(workers)) {
		if (ended.status === "rejected") {
			throw ended.reason;
		}
	}
}
