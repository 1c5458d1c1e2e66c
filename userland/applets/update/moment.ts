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
	/** The slot was begun with permission: wave and silence stop it no more, only news does. */
	readonly isBegun: boolean;
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
	const { channel, isBegun } = facts;
	const isPinned = facts.pin === release.version;
	const dropped = whyDropped(facts, release, isPinned);
	if (dropped !== undefined) {
		return { kind: "drop", because: dropped };
	}
	const closed = whyClosed(facts);
	if (closed !== undefined) {
		return { kind: "wait", because: closed };
	}
	if (isBegun && channel?.wave.paused !== true) {
		const word = await brake.ask(release.version);
		const isStopped = word.kind === "halted" || word.kind === "wait";
		return isStopped ? { kind: "wait", because: word.because } : { kind: "now" };
	}
	const byWave: Admission =
		channel === undefined || isPinned
			? { kind: "take", because: "it is pinned" }
			: admissionByWave({
					policy: channel.wave,
					labels: facts.labels,
					position: facts.position,
					promotedAtSeconds: channel.promotedAtSeconds,
					nowSeconds: facts.isClockSynchronised ? facts.nowMs / 1000 : undefined,
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

function whyDropped(
	{ channel, update, isBegun }: MomentFacts,
	release: ReleaseName,
	isPinned: boolean,
): string | undefined {
	if (channel === undefined) {
		// What was begun is finished without a network, too; anything else needs its channel.
		return isPinned || isBegun ? undefined : `there is no channel ${update.channel} any more`;
	}
	if (channel.withdrawn.includes(release.version)) {
		return `${release.version} was withdrawn`;
	}
	return channel.release === release.version || isPinned
		? undefined
		: `the channel offers ${channel.release ?? "nothing"} instead by now`;
}

function whyClosed({ update, nowMs }: MomentFacts): string | undefined {
	if (update.window === undefined) {
		return undefined;
	}
	const { open, changesAtMs } = judgeWindow(update.window, nowMs);
	return open
		? undefined
		: `the window for restarts opens at ${new Date(changesAtMs).toISOString()}`;
}
