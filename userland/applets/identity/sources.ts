import type { IdentityFacts } from "../../core/pki/identity-machine.ts";
import { decodeTicket, type FounderTicket, type Ticket } from "../../core/pki/ticket.ts";
import { SomaError } from "../../lib/errors.ts";
import type { IdentityStore } from "../../system/identity-store.ts";
import type { Authority } from "../../system/pki/authorities.ts";
import { readCertificates } from "../../system/pki/certificates.ts";
import { exportPublicKey, keyIdOf, readKey } from "../../system/pki/keys.ts";
import { signed } from "../../system/pki/peers.ts";
import { readText } from "../../system/text-file.ts";
import type { TrustState } from "./trust-state.ts";

/** The ticket of the node, or why there is none that can be used. */
export function readTicket(path: string): Ticket | { readonly problem: string } {
	const text = readText(path);
	if (text === undefined) {
		return { problem: `there is no ticket (${path})` };
	}
	try {
		return decodeTicket(text, path);
	} catch (error) {
		return { problem: error instanceof SomaError ? error.message : "the ticket is not readable" };
	}
}

/** How a first certificate can be had now. */
export function sourceOf(
	ticket: ReturnType<typeof readTicket>,
	isIssuing: boolean,
	nowSeconds: number,
): IdentityFacts["source"] {
	if (isIssuing) {
		return "self";
	}
	if ("problem" in ticket) {
		return ticket;
	}
	if (ticket.notAfterSeconds < nowSeconds) {
		return { problem: "the ticket has expired; make a new one with `soma pki ticket`" };
	}
	return ticket.kind === "founder" ? "self" : "join";
}

/** The issuing authority on the disk of a founder, with its key. */
export async function readIssuing(store: IdentityStore): Promise<Authority | undefined> {
	const text = store.issuing();
	return text === undefined ? undefined : await readAuthority(text, store.path("issuing.pem"));
}

/** The text of `issuing.pem` from a founder ticket, checked against what the node trusts. */
export async function issuingOfTicket(ticket: FounderTicket, trust: TrustState): Promise<string> {
	const text = `${ticket.issuing.certificate}${ticket.issuing.key}`;
	const { certificate } = await readAuthority(text, "the founder ticket");
	const isTrusted = trust.material.roots.some((root) => signed(root, certificate));
	const isForNodes = certificate.facts.permitted?.includes("node") === true;
	if (ticket.cluster.uuid !== trust.cluster.uuid || !isTrusted || !isForNodes) {
		throw new SomaError({
			code: "ticket-foreign",
			message: "the founder ticket is not of the cluster that this node trusts",
			hint: "give the node the newest trust bundle first, then a ticket of the same cluster",
		});
	}
	return text;
}

async function readAuthority(text: string, where: string): Promise<Authority> {
	const end = "-----END CERTIFICATE-----\n";
	const cut = text.indexOf(end) + end.length;
	const [certificate] = readCertificates(text.slice(0, cut), where);
	const keys = await readKey(text.slice(cut), where);
	const id = keyIdOf(await exportPublicKey(keys.publicKey));
	if (certificate?.facts.keyId !== id) {
		throw new SomaError({
			code: "issuing-mismatch",
			message: `${where}: certificate and key of the issuing authority do not belong together`,
		});
	}
	return { keys, certificate };
}
