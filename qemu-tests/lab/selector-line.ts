import { required } from "../../userland/lib/assert.ts";
import type { Serial, SerialWait } from "./serial.ts";

/** What the selector said on the console when it chose. */
export interface Choice {
	readonly slot: "A" | "B" | "rescue";
	/** The release in the slot; empty for rescue. */
	readonly version: string;
	/** For example `highest-priority`, `only-eligible`, `rescue-none-eligible`. */
	readonly reason: string;
	/** The counts in brackets: `priority 1, tries 3 -> 2`. */
	readonly counts: string;
}

const choicePattern =
	/soma-selector: (?:slot ([AB]), version (\S+)|(rescue)), ([a-z-]+) \(([^)\n]*)\)/;

/** What OVMF says when it starts nothing from a disk. */
const firmwareGaveUp = /UEFI Interactive Shell|BdsDxe: No bootable option/;

/** The choice in a console line of the selector, or undefined. */
export function parseChoice(text: string): Choice | undefined {
	const match = choicePattern.exec(text);
	return match === null ? undefined : choiceOf(match);
}

function choiceOf(match: RegExpExecArray): Choice {
	const slot = match[1] ?? match[3];
	return {
		slot: slot === "A" || slot === "B" ? slot : "rescue",
		version: match[2] ?? "",
		reason: required(match[4], "reason"),
		counts: required(match[5], "counts"),
	};
}

/** Waits for the selector's next choice. */
export async function nextChoice(serial: Serial, options: SerialWait = {}): Promise<Choice> {
	return choiceOf(await serial.waitFor(choicePattern, { failOn: firmwareGaveUp, ...options }));
}
