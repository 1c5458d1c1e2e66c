import { SomaError } from "../../userland/lib/errors.ts";
import type { Credential } from "./machine-spec.ts";

/**
 * QEMU leaves out, without a word, what does not fit into the 64 KiB of an SMBIOS structure (tried:
 * 60 935 bytes work).
 */
const greatestTotalBytes = 60_000;

/**
 * The SMBIOS type 11 string of a credential (systemd.system-credentials(7)): base64, so that no
 * character of the text can meet the rules of SMBIOS strings.
 */
export function smbiosString(credential: Credential): string {
	const encoded = Buffer.from(credential.text, "utf8").toString("base64");
	return `io.systemd.credential.binary:${credential.name}=${encoded}`;
}

/**
 * A unit that exists in this boot only (systemd-debug-generator(8)). Nothing starts it unless
 * {@link wantedBy} does.
 */
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
 * One list without two credentials of the same name: drop-ins of one unit are joined, because the
 * second string of a name would be ignored.
 */
export function mergeCredentials(credentials: readonly Credential[]): Credential[] {
	const texts = new Map<string, string>();
	for (const { name, text } of credentials) {
		const before = texts.get(name);
		texts.set(name, before === undefined ? text : `${before}\n${text}`);
	}
	return [...texts].map(([name, text]) => ({ name, text }));
}

/** The SMBIOS strings of all credentials of a machine; fails when the guest would not see them. */
export function smbiosStrings(credentials: readonly Credential[]): string[] {
	const strings = mergeCredentials(credentials).map(smbiosString);
	const total = strings.reduce((sum, text) => sum + text.length + 1, 0);
	if (total > greatestTotalBytes) {
		throw new SomaError({
			code: "credentials-too-long",
			message: `the credentials take ${total} bytes as SMBIOS strings; ${greatestTotalBytes} fit`,
			hint: "put long scripts on a disk of the test instead",
		});
	}
	return strings;
}
