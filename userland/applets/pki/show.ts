import { readFileSync } from "node:fs";
import { trustedGenerations } from "../../core/pki/rotation.ts";
import { decodeTicket, type Ticket } from "../../core/pki/ticket.ts";
import { parseSignedTrust, type TrustBundle } from "../../core/pki/trust.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { formatPairs } from "../../lib/table.ts";
import { authorityNames } from "../../system/pki/authority-directory.ts";
import { type Certificate, readCertificates } from "../../system/pki/certificates.ts";
import { peerOf, type TrustMaterial } from "../../system/pki/peers.ts";
import { trustMaterialOf, verifyTrust } from "../../system/pki/trust-bundles.ts";
import { type Context, formatJson } from "../context.ts";
import {
	type CertificateReport,
	formatCertificate,
	formatTime,
	reportCertificate,
} from "./describe.ts";
import { currentSeconds, openSession } from "./session.ts";
import type { showSpec } from "./specs.ts";

/** Something to show: lines besides the certificates in it, and the certificates. */
interface Shown {
	readonly about: readonly (readonly [string, string])[];
	readonly certificates: readonly CertificateReport[];
	/** False when something was judged and found wanting. */
	readonly sound: boolean;
}

/** `soma pki show [FILE]`. */
export async function runShow(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof showSpec>,
): Promise<number> {
	const path = positionals["FILE"];
	const roots = flags.roots === undefined ? undefined : readRoots(flags.roots);
	const shown = path === undefined ? showDirectory(context, flags) : await showFile(path, roots);
	if (flags.json) {
		const { about, certificates, sound } = shown;
		context.print(formatJson({ about: Object.fromEntries(about), certificates, sound }));
	} else {
		const parts = shown.certificates.map(formatCertificate);
		const { about } = shown;
		context.print([...(about.length > 0 ? [formatPairs(about)] : []), ...parts].join("\n\n"));
	}
	return shown.sound ? 0 : 1;
}

function showDirectory(context: Context, flags: { readonly directory: string | undefined }): Shown {
	const { directory, nowSeconds } = openSession(context, flags);
	const { cluster } = directory;
	const pems = new Map<string, Certificate>();
	for (const generation of trustedGenerations(directory.rotation())) {
		for (const name of authorityNames) {
			const certificate = directory.certificate(generation, name);
			pems.set(certificate.pem, certificate);
		}
	}
	const about = [
		["cluster", `${cluster.name} (${cluster.uuid})`],
		["trust bundle", String(directory.newestTrust()?.trust.bundle.number ?? "none")],
	] as const;
	const certificates = [...pems.values()].map((each) => reportCertificate(each, nowSeconds));
	return { about, certificates, sound: true };
}

async function showFile(path: string, roots: readonly Certificate[] | undefined): Promise<Shown> {
	const text = readFile(path);
	if (/^\s*soma-/.test(text)) {
		return showTicket(decodeTicket(text, path), path);
	}
	return text.trimStart().startsWith("{")
		? await showTrust(text, path, roots)
		: showCertificates(readCertificates(text, path), roots);
}

function showCertificates(
	certificates: readonly Certificate[],
	roots: readonly Certificate[] | undefined,
): Shown {
	const nowSeconds = currentSeconds();
	const purpose = certificates[0]?.facts.purposes[0];
	const reports = certificates.map((certificate, index) => {
		if (index > 0 || roots === undefined) {
			return reportCertificate(certificate, nowSeconds);
		}
		const trust: TrustMaterial = { roots, issuing: [], revoked: [] };
		const sent = certificates.map(({ der }) => der);
		const peer = peerOf(sent, trust, nowSeconds, purpose);
		return reportCertificate(certificate, nowSeconds, peer);
	});
	const sound = reports.every(({ verdict }) => verdict?.trusted !== false);
	return { about: [], certificates: reports, sound };
}

/** What a ticket says, but for what makes it a secret. */
function showTicket(ticket: Ticket, path: string): Shown {
	const nowSeconds = currentSeconds();
	const roots = ticket.roots.flatMap((pem) => readCertificates(pem, path));
	const issuing =
		ticket.kind === "founder" ? readCertificates(ticket.issuing.certificate, path) : [];
	const expired = ticket.notAfterSeconds < nowSeconds;
	const about: readonly (readonly [string, string])[] = [
		["ticket", ticket.kind],
		["cluster", `${ticket.cluster.name} (${ticket.cluster.uuid})`],
		["valid until", `${formatTime(ticket.notAfterSeconds)}${expired ? " (EXPIRED)" : ""}`],
		...(ticket.kind === "join"
			? ([
					["id", ticket.id],
					["seeds", ticket.seeds.join(", ")],
				] as const)
			: []),
	];
	const certificates = [...roots, ...issuing].map((each) => reportCertificate(each, nowSeconds));
	return { about, certificates, sound: !expired };
}

async function showTrust(
	text: string,
	path: string,
	roots: readonly Certificate[] | undefined,
): Promise<Shown> {
	const nowSeconds = currentSeconds();
	const signedTrust = parseSignedTrust(text, path);
	const { bundle } = signedTrust;
	const material = trustMaterialOf(bundle, path);
	const verified = await verifyTrust(signedTrust, roots ?? material.roots);
	const sound = verified.length > 0;
	const by = roots === undefined ? "a root of its own" : "a given root";
	const about = [
		...aboutBundle(bundle),
		["signature", sound ? `by ${by}` : `NOT by ${by}`] as const,
	];
	const certificates = [...material.roots, ...material.issuing];
	return {
		about,
		certificates: certificates.map((each) => reportCertificate(each, nowSeconds)),
		sound,
	};
}

function aboutBundle(bundle: TrustBundle): readonly (readonly [string, string])[] {
	return [
		["trust bundle", String(bundle.number)],
		["cluster", `${bundle.cluster.name} (${bundle.cluster.uuid})`],
		["made", formatTime(bundle.madeAtSeconds)],
		...bundle.revoked.map(
			({ kind, value, reason }) => ["revoked", `${kind} ${value}: ${reason}`] as const,
		),
	];
}

function readRoots(path: string): Certificate[] {
	return readCertificates(readFile(path), path);
}

function readFile(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch (cause) {
		throw new SomaError({ code: "file-unreadable", message: `${path} cannot be read`, cause });
	}
}
