import type { NodeConfig } from "../../core/config/node-config.ts";
import type { Channel } from "../../core/repository/channel.ts";
import type { ReleaseName } from "../../core/update/phase.ts";
import { judgeWindow } from "../../core/update/window.ts";
import type { Moment } from "../../system/update/ports.ts";

/** What decides about the moment of a restart. */
export interface MomentFacts {
	readonly config: NodeConfig;
	/** What the channel says now; undefined when it was not asked in this run. */
	readonly channel: Channel | undefined;
	readonly nowMs: number;
}

/** Whether this node may restart into a release now. */
export async function judgeMoment(facts: MomentFacts, release: ReleaseName): Promise<Moment> {
	const { config, channel, nowMs } = facts;
	if (channel?.withdrawn.includes(release.version) === true) {
		return { kind: "drop", because: `${release.version} was withdrawn` };
	}
	const { window } = config.update;
	if (window !== undefined) {
		const { open, changesAtMs } = judgeWindow(window, nowMs);
		if (!open) {
			const when = new Date(changesAtMs).toISOString();
			return { kind: "wait", because: `the window for restarts opens at ${when}` };
		}
	}
	return { kind: "now" };
}
