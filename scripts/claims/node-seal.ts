import type { Claim, Evidence } from "./claim.ts";

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-${name}`, topic: "node", text, evidence };
}

const sealed = { kind: "qemu", name: "node-sealed-state", names: /sealed to TPM/ } as const;
const enrolled = { kind: "qemu", name: "selector-secure-boot" } as const;

function keys(names: RegExp): Evidence {
	return { kind: "unit", file: "image/boot-selector/keys.test.ts", names };
}

/** STATE at rest, Secure Boot enrolment, and the minimum version (docs/decisions/0019). */
export const sealClaims: readonly Claim[] = [
	row(
		"seal-update",
		"with a TPM, STATE is encrypted, and opens after an update and after a roll-back",
		sealed,
	),
	row(
		"seal-altered",
		"a boot image with another command line, or another machine, does not open STATE and says so",
		sealed,
	),
	row("seal-key", "without a TPM the credential soma.state-key encrypts STATE", {
		kind: "qemu",
		name: "node-sealed-state",
		names: /credential/,
	}),
	row(
		"seal-said",
		"a STATE that is not encrypted is said loudly",
		{ kind: "qemu", name: "node-first-boot" },
		{ kind: "unit", file: "userland/core/state/protection.test.ts" },
	),
	row(
		"secure-boot-enrolment",
		"in setup mode the selector enrols the keys of the ESP after a countdown that a key cancels",
		keys(/files of keys/),
		keys(/programs of a disk/),
		enrolled,
	),
	row(
		"minimum-version",
		"a proven release bars older ones for good, and itself never",
		keys(/minimum version/),
		{ kind: "unit", file: "userland/core/slot/vectors.test.ts", names: /versions/ },
		enrolled,
	),
];
