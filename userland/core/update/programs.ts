import { compareVersions } from "../boot/version.ts";
import type { SelectorCopy } from "../efi/trial-entries.ts";
import type { ProgramBits, ProgramsDocument, SelectorTrial } from "./programs-document.ts";

/** The programs of the EFI system partition, and where they lie. */
export const programPaths = {
	rescue: "EFI/soma/rescue.efi",
	first: "EFI/soma/selector.efi",
	second: "EFI/BOOT/BOOTX64.EFI",
} as const;

export type ProgramPlace = keyof typeof programPaths;

/** What was found out about this machine; every hash is of what is on the partition now. */
export interface ProgramFacts {
	/** Of the release that runs, never of one that is only offered; undefined when not known. */
	readonly wanted: { readonly rescue: ProgramBits; readonly selector: ProgramBits } | undefined;
	readonly found: Readonly<Record<ProgramPlace, string | undefined>>;
	readonly bootId: string;
	readonly firmware: FirmwareFacts;
}

/** What the firmware says. */
export interface FirmwareFacts {
	/** False without EFI variables. */
	readonly isThere: boolean;
	/** The copy of the selector that started this boot, if that is known. */
	readonly startedBy: SelectorCopy | undefined;
	/** `BootNext` names the entry of the first copy. */
	readonly isArmed: boolean;
}

/** What is to be done next; afterwards everything is looked at again. */
export type ProgramStep =
	| { readonly kind: "rest"; readonly because?: string }
	/** The state is saved, with what else is known now. */
	| {
			readonly kind: "enter";
			readonly trial: SelectorTrial;
			readonly known?: ProgramBits;
			readonly failed?: ProgramBits & { readonly because: string };
	  }
	/** The boot entries are made so, if they are not. */
	| {
			readonly kind: "write";
			readonly place: ProgramPlace;
			readonly from: "release" | SelectorCopy;
			readonly bits: ProgramBits;
	  }
	| { readonly kind: "arm" };

const none: SelectorTrial = { kind: "none" };
const enter = (trial: SelectorTrial): ProgramStep => ({ kind: "enter", trial });
const rest = (because?: string): ProgramStep =>
	because === undefined ? { kind: "rest" } : { kind: "rest", because };

/** The copy that the firmware must prefer in a state, before anything else of it is done. */
export function preferenceOf({ kind }: SelectorTrial): SelectorCopy | "as-before" {
	switch (kind) {
		case "none":
			return "as-before";
		case "copying":
			return "first";
		default:
			return "second";
	}
}

/** What rescue needs: it has a version of its own, and nothing ever starts from it by itself. */
export function nextForRescue(
	document: ProgramsDocument,
	{ wanted, found }: ProgramFacts,
): ProgramStep {
	if (wanted === undefined || found.rescue === wanted.rescue.sha256) {
		return rest();
	}
	if (isOlder(wanted.rescue, document.rescue, found.rescue)) {
		return rest();
	}
	return { kind: "write", place: "rescue", from: "release", bits: wanted.rescue };
}

/**
 * What the selector needs. Of its two copies one is always whole, known to start this machine, and
 * the one that the firmware comes to when the power is cut.
 */
export function nextForSelector(document: ProgramsDocument, facts: ProgramFacts): ProgramStep {
	const { trial } = document;
	switch (trial.kind) {
		case "none":
			return begin(document, facts);
		case "preparing":
			return prepare(trial, facts);
		case "arming":
			return arm(trial, facts);
		case "waiting":
			return judge(trial, facts);
		case "copying":
			return copy(trial, facts);
		case "restoring":
			return restore(trial, facts);
	}
}

function begin(document: ProgramsDocument, facts: ProgramFacts): ProgramStep {
	const { first, second } = facts.found;
	const wanted = facts.wanted?.selector;
	if (wanted === undefined || (first === wanted.sha256 && second === wanted.sha256)) {
		return rest();
	}
	const isSettled = first === second && first !== undefined;
	const failure = document.failed.find(({ sha256 }) => sha256 === wanted.sha256);
	if (isSettled && failure !== undefined) {
		return rest();
	}
	if (isSettled && isOlder(wanted, document.selector, first)) {
		return rest();
	}
	if (!facts.firmware.isThere) {
		return rest("the selector is not updated: this system has no EFI variables");
	}
	switch (facts.firmware.startedBy) {
		case "first":
			return beginFromFirst(document, facts, wanted);
		case "second": {
			const stays = failure !== undefined || isOlder(wanted, document.selector, second);
			return enter(stays ? { kind: "restoring" } : { kind: "preparing", target: wanted });
		}
		default:
			return rest(
				"the selector is not updated: the firmware does not say which copy of it started",
			);
	}
}

/** The first copy started this boot, and is known to work. */
function beginFromFirst(
	document: ProgramsDocument,
	{ found: { first, second } }: ProgramFacts,
	wanted: ProgramBits,
): ProgramStep {
	if (first === undefined) {
		return rest("the selector is not updated: the copy that started this boot is gone");
	}
	if (first === second) {
		return enter({ kind: "preparing", target: wanted });
	}
	const candidates = [wanted, document.selector].filter((bits) => bits !== undefined);
	const known = candidates.find(({ sha256 }) => sha256 === first);
	return enter({ kind: "copying", target: known ?? { version: "unknown", sha256: first } });
}

function prepare(
	{ target }: Extract<SelectorTrial, { kind: "preparing" }>,
	{ wanted, found, bootId }: ProgramFacts,
): ProgramStep {
	if (wanted === undefined) {
		return rest();
	}
	if (wanted.selector.sha256 !== target.sha256) {
		return enter({ kind: "restoring" }); // another release runs now
	}
	return found.first === target.sha256
		? enter({ kind: "arming", target, writtenInBoot: bootId })
		: { kind: "write", place: "first", from: "release", bits: target };
}

function arm(
	{ target, writtenInBoot }: Extract<SelectorTrial, { kind: "arming" }>,
	{ wanted, found, bootId, firmware }: ProgramFacts,
): ProgramStep {
	if (found.first !== target.sha256) {
		return enter({ kind: "preparing", target });
	}
	if (bootId !== writtenInBoot && firmware.startedBy === "first") {
		return enter({ kind: "copying", target }); // armed, and started, before that was noted
	}
	if (wanted !== undefined && wanted.selector.sha256 !== target.sha256) {
		return enter({ kind: "restoring" });
	}
	return firmware.isArmed
		? enter({ kind: "waiting", target, armedInBoot: bootId })
		: { kind: "arm" };
}

function judge(
	{ target, armedInBoot }: Extract<SelectorTrial, { kind: "waiting" }>,
	{ found, bootId, firmware }: ProgramFacts,
): ProgramStep {
	if (bootId === armedInBoot) {
		return rest();
	}
	if (firmware.startedBy === "first" && found.first === target.sha256) {
		return enter({ kind: "copying", target });
	}
	const because =
		firmware.startedBy === undefined
			? "the firmware does not say which copy of the selector started"
			: "it did not start this machine: the firmware came back to the older copy";
	return enter({ kind: "restoring", failed: { ...target, because } });
}

function copy(
	{ target }: Extract<SelectorTrial, { kind: "copying" }>,
	{ found }: ProgramFacts,
): ProgramStep {
	if (found.second === target.sha256) {
		return { kind: "enter", trial: none, known: target };
	}
	return found.first === target.sha256
		? { kind: "write", place: "second", from: "first", bits: target }
		: rest("the first copy of the selector changed while the second was to become the same");
}

function restore(
	{ failed }: Extract<SelectorTrial, { kind: "restoring" }>,
	{ found }: ProgramFacts,
): ProgramStep {
	if (found.second === undefined) {
		return rest("the second copy of the selector is gone");
	}
	if (found.first !== found.second) {
		const bits = { version: "unknown", sha256: found.second };
		return { kind: "write", place: "first", from: "second", bits };
	}
	return { kind: "enter", trial: none, ...(failed === undefined ? {} : { failed }) };
}

/** True when what is there is known to be of a later version. */
function isOlder(
	wanted: ProgramBits,
	known: ProgramBits | undefined,
	found: string | undefined,
): boolean {
	return (
		known !== undefined &&
		known.sha256 === found &&
		compareVersions(wanted.version, known.version) === -1
	);
}

/** The document with what a look found out: bits that are those of the release have its version. */
export function noteKnown(document: ProgramsDocument, facts: ProgramFacts): ProgramsDocument {
	const { wanted, found } = facts;
	if (wanted === undefined) {
		return document;
	}
	const { rescue, selector } = wanted;
	const isSelector = [found.first, found.second].every((sha256) => sha256 === selector.sha256);
	return {
		...document,
		...(found.rescue === rescue.sha256 ? { rescue } : {}),
		...(isSelector && document.trial.kind === "none" ? { selector } : {}),
	};
}

/** One line for people, or undefined when there is nothing to tell. */
export function describeTrial(trial: SelectorTrial): string | undefined {
	switch (trial.kind) {
		case "none":
			return undefined;
		case "preparing":
			return `${trial.target.version} is being written to the first copy`;
		case "arming":
		case "waiting":
			return `${trial.target.version} is tried at the next restart`;
		case "copying":
			return `${trial.target.version} started this machine and becomes the second copy`;
		case "restoring":
			return trial.failed === undefined
				? "the first copy becomes what the second is"
				: `${trial.failed.version} failed, and the first copy becomes the older one again`;
	}
}
