import { connect } from "node:net";
import { SomaError } from "../../userland/lib/errors.ts";
import { encodeFrame, frameSplitter } from "./frames.ts";
import { answerFrame, type SiteEvent, type SiteSpec } from "./site-core.ts";
import { timeouts } from "./timeouts.ts";
import { Inbox } from "./waiting.ts";

/** A router on a port of the switch. */
export interface Site {
	/** Everything that was asked of it. */
	readonly events: readonly SiteEvent[];
	/** Waits until something that matches is asked; what was asked before this call counts too. */
	waitFor(match: (event: SiteEvent) => boolean, what: string): Promise<SiteEvent>;
	close(): void;
}

/** Puts a router on a port, whose socket has this path. */
export function openSite(spec: SiteSpec, path: string): Site {
	const events: SiteEvent[] = [];
	const inbox = new Inbox<SiteEvent>();
	const socket = connect(path);
	const splitter = frameSplitter((bytes) => {
		const answer = answerFrame(spec, bytes);
		if (answer === undefined) {
			return;
		}
		events.push(answer.event);
		inbox.push(answer.event);
		if (answer.frame !== undefined) {
			socket.write(encodeFrame(answer.frame));
		}
	});
	socket.on("data", splitter);
	socket.on("error", () => {});
	return {
		events,
		waitFor: (match, what) =>
			inbox.take(match, timeouts.bootMs, () => {
				const seen = events.map(({ kind, detail }) => `${kind} ${detail}`).slice(-20);
				return new SomaError({
					code: "site-timeout",
					message: `nothing asked the site for ${what}; it saw ${seen.join(", ") || "nothing"}`,
				});
			}),
		close: () => socket.destroy(),
	};
}
