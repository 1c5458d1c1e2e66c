import type { SlotName } from "../disk-layout.ts";

/** A release as an update knows it: what counts is the root hash, the version is for people. */
export interface ReleaseName {
	readonly version: string;
	/** Verity root hash of its /usr, 64 hexadecimal digits. */
	readonly rootHash: string;
}

/** Where a release is on its way to a slot. */
export interface Attempt {
	readonly release: ReleaseName;
	readonly slot: SlotName;
	/** What ran when the slot was committed. */
	readonly from: ReleaseName;
	readonly committedAtSeconds: number;
	/** The kernel's boot_id at that time: in another boot the release had its chance. */
	readonly committedInBoot: string;
	/** The node had a network then; without one, a release cannot be blamed for having none. */
	readonly hadNetwork: boolean;
	/** An operator wants to restart the machine himself. */
	readonly byHand?: boolean | undefined;
	/** An operator ordered it: neither the channel nor a window stops it any more. */
	readonly ordered?: boolean | undefined;
}

/**
 * Where an update stands. Each phase is on STATE before the first effect that belongs to it, and
 * every phase can be entered again from nothing but this and what is on the disk.
 */
export type Phase =
	| { readonly kind: "idle" }
	/** Chunks that neither slot has are being stored on STATE. */
	| { readonly kind: "fetching"; readonly release: ReleaseName }
	/** Everything is on this machine; neither slot was touched. */
	| { readonly kind: "waiting"; readonly release: ReleaseName }
	/** The slot is empty, or has a part of the release. */
	| {
			readonly kind: "writing";
			readonly release: ReleaseName;
			readonly slot: SlotName;
			/** The root hash of what the slot held, whose blocks may still be there. */
			readonly formerRootHash: string | undefined;
			/** See {@link Attempt}: the commit may be found after a power cut, without its note. */
			readonly byHand?: boolean | undefined;
			readonly ordered?: boolean | undefined;
	  }
	/** The next start of the machine is one of the release. */
	| ({ readonly kind: "restarting" } & Attempt)
	/** It runs, and was not proven yet. */
	| ({ readonly kind: "proving" } & Attempt);

export type PhaseKind = Phase["kind"];

/** Which phases may follow which; everything that changes a phase is held against it. */
export const phaseSuccessors: Readonly<Record<PhaseKind, readonly PhaseKind[]>> = {
	idle: ["fetching"],
	fetching: ["waiting", "idle"],
	waiting: ["writing", "fetching", "idle"],
	writing: ["restarting", "proving", "idle"],
	restarting: ["proving", "writing", "idle"],
	proving: ["idle"],
};

/** True when `next` may follow `phase`, or is the same phase of the same release. */
export function mayFollow(phase: Phase, next: Phase): boolean {
	return phase.kind === next.kind || phaseSuccessors[phase.kind].includes(next.kind);
}

/** The release that a phase is about, if any. */
export function releaseOf(phase: Phase): ReleaseName | undefined {
	return phase.kind === "idle" ? undefined : phase.release;
}

/** One line for people, such as `fetching 4801`. */
export function describePhase(phase: Phase): string {
	switch (phase.kind) {
		case "idle":
			return "idle";
		case "fetching":
			return `fetching ${phase.release.version}`;
		case "waiting":
			return `${phase.release.version} is on this machine and waits for its moment`;
		case "writing":
			return `writing ${phase.release.version} to slot ${phase.slot}`;
		case "restarting":
			return `${phase.release.version} is in slot ${phase.slot} and starts at the next restart`;
		case "proving":
			return `${phase.release.version} runs and is being proven`;
	}
}
