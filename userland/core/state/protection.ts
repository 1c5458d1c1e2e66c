/**
 * What keeps whoever has the disk from reading STATE: a key that the TPM of this machine gives to a
 * signed boot image alone, a key that the operator gives at every start, or nothing.
 */
const descriptions = {
	tpm: "sealed to the TPM of this machine",
	"operator-key": "opened by the credential soma.state-key",
	none: "NOT ENCRYPTED: whoever has the disk reads it",
} as const;

export type Protection = keyof typeof descriptions;

/** The protection that the initrd names in a word; undefined for a word that is none of its. */
export function findProtection(word: string | undefined): Protection | undefined {
	return (Object.keys(descriptions) as Protection[]).find((name) => name === word);
}

/** The protection for a person. */
export function describeProtection(protection: Protection): string {
	return descriptions[protection];
}
