import type { SlotName } from "../disk-layout.ts";

/** What an operator can ask for. */
export type Choice =
	| { readonly kind: "try-slot"; readonly slot: SlotName }
	| { readonly kind: "show" }
	| { readonly kind: "check-again" }
	| { readonly kind: "mend-state" }
	/** Fetches a release and writes it to a slot. */
	| { readonly kind: "install" }
	| { readonly kind: "hold" }
	| { readonly kind: "reboot" }
	| { readonly kind: "power-off" }
	| { readonly kind: "command"; readonly words: readonly string[] };

const singleLetters: Readonly<Record<string, Choice>> = {
	1: { kind: "try-slot", slot: "A" },
	2: { kind: "try-slot", slot: "B" },
	s: { kind: "show" },
	v: { kind: "check-again" },
	f: { kind: "mend-state" },
	i: { kind: "install" },
	h: { kind: "hold" },
	r: { kind: "reboot" },
	p: { kind: "power-off" },
};

/** The lines of the menu. */
export const menuLines: readonly string[] = [
	"type a choice, then Enter:",
	"  1  try slot A         2  try slot B",
	"  s  show this again    v  look at both slots again",
	"  f  mend the file system of STATE",
	"  i  install: mend a slot, or write a release to one, from a server of releases",
	"  h  halt the countdown for good",
	"  r  reboot             p  power off",
	"  c COMMAND  a command of soma, for example: c slot list",
];

/** Commands that make no sense here: they would never end. */
const resident: readonly string[] = ["agent", "rescue"];

/** The choice in a line, or why it is none. An empty line is undefined. */
export function parseChoice(line: string): Choice | { readonly problem: string } | undefined {
	const words = line.split(/\s+/).filter((word) => word !== "");
	const [first, ...rest] = words;
	if (first === undefined) {
		return undefined;
	}
	if (first === "c" || first === "soma") {
		return rest.length === 0 || resident.includes(rest.join(" "))
			? { problem: "c needs a command that ends, for example: c slot list" }
			: { kind: "command", words: rest };
	}
	const choice = rest.length === 0 && Object.hasOwn(singleLetters, first);
	const found = choice ? singleLetters[first] : undefined;
	return found ?? { problem: `"${line.trim()}" is none of the choices; ? shows them` };
}

/** The part of a line that a terminal's keys make of it: backspace, Ctrl-U, no other controls. */
export function editLine(line: string, key: string): string {
	if (key === "\b" || key === "\u007f") {
		return line.slice(0, -1);
	}
	if (key === "\u0015") {
		return "";
	}
	return key >= " " && key <= "~" && line.length < greatestLine ? line + key : line;
}

const greatestLine = 200;
