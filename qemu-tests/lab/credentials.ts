import type { Credential } from "./machine-spec.ts";

/**
 * The SMBIOS type 11 string of a credential (systemd.system-credentials(7)): base64, so that no character of the text can
 * meet the rules of SMBIOS strings.
 */
export function smbiosString(credential: Credential): string {
	const encoded = Buffer.from(credential.text, "utf8").toString("base64");
	return `io.systemd.credential.binary:${credential.name}=${encoded}`;
}

/** A unit that exists in this boot only (systemd-debug-generator(8)). Nothing starts it unless {@link wantedBy} does. */
export function extraUnit(name: string, text: string): Credential {
	return { name: `systemd.extra-unit.${name}`, text };
}

/** A drop-in of a unit of the image, for this boot only. */
export function unitDropIn(unit: string, text: string): Credential {
	return { name: `systemd.unit-dropin.${unit}`, text };
}

/** Lets a target of the image want units; one drop-in a target, so name all of them in one call. */
export function wantedBy(target: string, units: readonly string[]): Credential {
	return unitDropIn(target, `[Unit]\nWants=${units.join(" ")}\n`);
}

/**
 * One list without two credentials of the same name: drop-ins of one unit are joined, because the second string of a name
 * would be ignored.
 */
export function mergeCredentials(credentials: readonly Credential[]): Credential[] {
	const texts = new Map<string, string>();
	for (const { name, text } of credentials) {
		const before = texts.get(name);
		texts.set(name, before === undefined ? text : `${before}\n${text}`);
	}
	return [...texts].map(([name, text]) => ({ name, text }));
}
