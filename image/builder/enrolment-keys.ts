import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ToolTree } from "../tools/tree.ts";
import type { SigningKey } from "./efi.ts";

/** The owner in our signature lists: the vendor GUID of all our variables. */
const ownerGuid = "50a605b0-07e1-4f5e-8c2d-736f6d61626f";

/** Paths on the ESP and of the files that go there. */
export type EnrolmentKeys = Readonly<Record<`keys/${"PK" | "KEK" | "db"}.auth`, string>>;

/**
 * Makes what the selector enrols in setup mode: signed updates (UEFI 2.10 section 8.2.2) that make
 * one key the platform key, the key exchange key and the only key that signs programs. The time in
 * them is given, so the same key gives the same bits.
 */
export async function makeEnrolmentKeys(
	tree: ToolTree,
	signer: SigningKey,
	epochSeconds: number,
	directory: string,
): Promise<EnrolmentKeys> {
	mkdirSync(directory, { recursive: true });
	const list = join(directory, "certificate.esl");
	await tree.run({ argv: ["cert-to-efi-sig-list", "-g", ownerGuid, signer.certificate, list] });
	const time = new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace("T", " ");
	const sign = async (variable: string): Promise<string> => {
		const target = join(directory, `${variable}.auth`);
		await tree.run({
			argv: [
				...["sign-efi-sig-list", "-t", time, "-g", guidOf(variable)],
				...["-k", signer.key, "-c", signer.certificate, variable, list, target],
			],
		});
		return target;
	};
	return {
		"keys/PK.auth": await sign("PK"),
		"keys/KEK.auth": await sign("KEK"),
		"keys/db.auth": await sign("db"),
	};
}

/** The vendor of the variable, which the signature covers (UEFI 2.10 sections 3.3 and 32.6.1). */
function guidOf(variable: string): string {
	return variable === "db"
		? "d719b2cb-3d3a-4596-a3bc-dad00e67656f"
		: "8be4df61-93ca-11d2-aa0d-00e098032b8c";
}
