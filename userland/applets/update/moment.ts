import type { NodeConfig } from "../../core/config/node-config.ts";
import type { Channel } from "../../core/repository/channel.ts";
import type { ReleaseName } from "../../core/update/phase.ts";
import { judgeWindow } from "../../core/update/window.ts";
import {
	type Admission,
	admissionByWave,
	admit,
	type BrakeAnswer,
} from "../../core/wave/admission.ts";
import type { Moment } from "../../system/update/ports.ts";

/** What decides about the moment of a restart. */
export interface MomentFacts {
	readonly update: NodeConfig["update"];
	readonly labels: NodeConfig["labels"];
	/** What the channel says now; undefined when there is no such channel. */
	readonly channel: Channel | undefined;
	/** The only release that is taken, whatever the channel offers. */
	readonly pin: string | undefined;
	/** The place of this node in the wave of the release. */
	readonly position: number;
	readonly nowMs: number;
	readonly isClockSynchronised: boolean;
}

/** The release server, which counts outcomes, or nobody. */
export interface BrakePort {
	/** Whether the node may take the release. */
	ask(version: string): Promise<BrakeAnswer>;
	/** Tells that it takes it now; only `go` and `absent` let it. */
	begin(version: string): Promise<BrakeAnswer>;
}

/** Whether this node may write a slot and restart into a release now: window, wave, brake. */
export async function judgeMoment(
	facts: MomentFacts,
	brake: BrakePort,
	release: ReleaseName,
): Promise<Moment> {
	const { channel, update, nowMs } = facts;
	if (channel?.withdrawn.includes(release.version) === true) {
		return { kind: "drop", because: `${release.version} was withdrawn` };
	}
	const isPinned = facts.pin === release.version;
	if (channel !== undefined && channel.release !== release.version && !isPinned) {
		const instead = channel.release ?? "nothing";
		return { kind: "drop", because: `the channel offers ${instead} instead by now` };
	}
	if (update.window !== undefined) {
		const { open, changesAtMs } = judgeWindow(update.window, nowMs);
		if (!open) {
			const when = new Date(changesAtMs).toISOString();
			return { kind: "wait", because: `the window for restarts opens at ${when}` };
		}
	}
	const byWave: Admission =
		channel === undefined || isPinned
			? { kind: "take", because: "it is pinned" }
			: admissionByWave({
					policy: channel.wave,
					labels: facts.labels,
					position: facts.position,
					promotedAtSeconds: channel.promotedAtSeconds,
					nowSeconds: facts.isClockSynchronised ? nowMs / 1000 : undefined,
				});
	if (byWave.kind !== "take") {
		return { kind: "wait", because: byWave.because };
	}
	const wave = isPinned ? {} : (channel?.wave ?? {});
	const asked = admit(byWave, await brake.ask(release.version), wave);
	const begun =
		asked.kind === "take" ? admit(asked, await brake.begin(release.version), wave) : asked;
	return begun.kind === "take" ? { kind: "now" } : { kind: "wait", because: begun.because };
}
