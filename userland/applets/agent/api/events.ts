import type { EventRing, StoredEvent } from "../../../core/api/event-ring.ts";
import { longFrom } from "../../../core/api/longs.ts";
import { readText } from "../../../system/text-file.ts";
import type { ApiPorts, Handler } from "./ports.ts";

const batchSize = 100;

/** WatchEvents: those that the node still keeps, then the new ones. */
export function watchEvents({ events, context }: ApiPorts): Handler<"WatchEvents"> {
	return async function* (request, { signal }) {
		const bootId = readText(context.paths.bootId)?.trim().replaceAll("-", "") ?? "";
		const sameBoot = request.bootId === "" || request.bootId === bootId;
		let lastId = sameBoot ? request.afterId.toNumber() : 0;
		for (let first = true; !signal.aborted; first = false) {
			if (!first) {
				await eventBehind(events, lastId, signal);
			}
			const { events: found, missed } = events.after(lastId);
			const batch = found.slice(0, batchSize);
			lastId = batch.at(-1)?.id ?? Math.min(lastId, events.lastId);
			if (batch.length > 0 || first) {
				yield { events: batch.map(messageOf), missed: longFrom(missed), bootId };
			}
			if (request.noFollow && found.length <= batchSize) {
				return;
			}
		}
	};
}

/** Resolves when there is an event with a higher id, or at the end of the call. */
function eventBehind(events: EventRing, id: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const look = (): void => {
			if (events.lastId > id || signal.aborted) {
				forget();
				signal.removeEventListener("abort", look);
				resolve();
			}
		};
		const forget = events.listen(look);
		signal.addEventListener("abort", look);
		look();
	});
}

function messageOf({ id, timeMs, kind, message, facts, warning }: StoredEvent) {
	return {
		id: longFrom(id),
		timeMicroseconds: longFrom(timeMs * 1000),
		kind,
		message,
		facts: { ...facts },
		warning,
	};
}
