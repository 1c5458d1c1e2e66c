import { compareVersions } from "../boot/version.ts";
import type { UpdateDocument } from "./document.ts";
import type { ReleaseName } from "./phase.ts";

/** What is known when a release is chosen. */
export interface Choice {
	readonly running: ReleaseName;
	/** The root hash in the other slot, if any. */
	readonly otherRootHash: string | undefined;
	/** What the channel, or the pin, names; undefined when it names nothing. */
	readonly offered: ReleaseName | undefined;
	/** Versions that were published and taken back. */
	readonly withdrawn: readonly string[];
	readonly document: Pick<UpdateDocument, "wishes" | "refused">;
	/** `unknown` until something set the clock: nothing can be called fresh then. */
	readonly clock: "synchronised" | "unknown";
	/** An operator wants it now: no hold and no pin keeps it. */
	readonly now: boolean;
	/** An operator knows better: older ones, withdrawn ones and those that failed are taken too. */
	readonly forced: boolean;
}

/** A release to take, or why there is none; `nothing-to-do` is the good case. */
export type Chosen =
	| { readonly kind: "take"; readonly release: ReleaseName }
	| {
			readonly kind: "none";
			readonly code:
				| "nothing-offered"
				| "up-to-date"
				| "already-here"
				| "refused"
				| "withdrawn"
				| "older"
				| "held"
				| "pinned"
				| "clock";
			readonly because: string;
	  };

/** Decides whether the offered release is taken. */
export function choose(choice: Choice): Chosen {
	const { offered, running, document, now, forced } = choice;
	if (offered === undefined) {
		return none("nothing-offered", "the channel offers nothing");
	}
	if (offered.rootHash === running.rootHash) {
		return none("up-to-date", `${running.version} runs, which is what the channel offers`);
	}
	if (choice.withdrawn.includes(offered.version) && !forced) {
		return none("withdrawn", `${offered.version} was withdrawn`);
	}
	const { hold, pin } = document.wishes;
	if (hold !== undefined && !now) {
		return none("held", `updates are on hold: ${hold.because}`);
	}
	if (pin !== undefined && pin !== offered.version && !now) {
		return none("pinned", `this node is pinned to ${pin}`);
	}
	const refused = document.refused.find(({ rootHash }) => rootHash === offered.rootHash);
	if (refused !== undefined && !forced) {
		return none("refused", `${offered.version} failed on this node: ${refused.because}`);
	}
	return forced ? { kind: "take", release: offered } : chooseByAge(choice, offered);
}

function chooseByAge(choice: Choice, offered: ReleaseName): Chosen {
	const order = compareVersions(offered.version, choice.running.version);
	const pinned = choice.document.wishes.pin === offered.version;
	if (pinned && order !== 1 && choice.clock === "unknown") {
		return none(
			"clock",
			`${offered.version} is older, and the clock is not set: nobody can say whether it is safe`,
		);
	}
	if (order === undefined || (order <= 0 && !pinned)) {
		return none(
			"older",
			`the channel offers ${offered.version}, which is not newer than ${choice.running.version}`,
		);
	}
	if (offered.rootHash === choice.otherRootHash) {
		return none(
			"already-here",
			`${offered.version} is in the other slot; \`soma update rollback\` starts it`,
		);
	}
	return { kind: "take", release: offered };
}

type NoneCode = Extract<Chosen, { kind: "none" }>["code"];

function none(code: NoneCode, because: string): Chosen {
	return { kind: "none", code, because };
}
