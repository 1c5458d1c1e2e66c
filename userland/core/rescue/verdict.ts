import type { SlotName } from "../disk-layout.ts";

/** What a look at every byte of a slot says about it. */
export type Verdict =
	| { readonly kind: "empty" }
	| { readonly kind: "intact" }
	/** The boot image is whole, but /usr or its hash tree is not: it starts, and panics some time. */
	| { readonly kind: "damaged-usr"; readonly problem: string }
	/** The selector itself refuses the boot image. */
	| { readonly kind: "damaged-boot"; readonly problem: string };

export type Verdicts = Readonly<Record<SlotName, Verdict>>;

/** A verdict in words for a person, behind the name of the slot. */
export function describeVerdict(verdict: Verdict): string {
	switch (verdict.kind) {
		case "empty":
			return "is empty";
		case "intact":
			return "is intact: every byte of boot image and /usr is as it was signed";
		case "damaged-usr":
		case "damaged-boot":
			return `is damaged: ${verdict.problem}`;
	}
}
