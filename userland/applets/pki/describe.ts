import type { CertificateFacts } from "../../core/pki/certificate.ts";
import type { Peer } from "../../core/pki/peer.ts";
import { holderOf } from "../../core/pki/roles.ts";
import { formatPairs } from "../../lib/table.ts";
import type { Certificate } from "../../system/pki/certificates.ts";

/** A certificate as `--json` shows it. */
export interface CertificateReport {
	readonly subject: string;
	readonly issuer: string;
	/** What the certificate is for. */
	readonly use: string;
	readonly serial: string;
	/** ISO 8601. */
	readonly notBefore: string;
	readonly notAfter: string;
	readonly daysLeft: number;
	readonly keyId: string;
	readonly names: readonly string[];
	readonly fingerprint: string;
	/** Whether the given roots trust it, and why not; null when none were given. */
	readonly verdict: { readonly trusted: boolean; readonly reason: string | null } | null;
}

/** A certificate's report; `peer` is what a judge said of it, if one was asked. */
export function reportCertificate(
	{ facts }: Certificate,
	nowSeconds: number,
	peer?: Peer,
): CertificateReport {
	const reason = peer?.kind === "refused" ? peer.reason : null;
	return {
		subject: facts.subject,
		issuer: facts.issuer,
		use: useOf(facts),
		serial: facts.serial,
		notBefore: formatTime(facts.notBeforeSeconds),
		notAfter: formatTime(facts.notAfterSeconds),
		daysLeft: daysLeft(facts.notAfterSeconds, nowSeconds),
		keyId: facts.keyId,
		names: [...facts.dnsNames, ...facts.addresses],
		fingerprint: facts.fingerprint,
		verdict: peer === undefined ? null : { trusted: reason === null, reason },
	};
}

function useOf(facts: CertificateFacts): string {
	if (facts.authority !== undefined) {
		const holders = facts.permitted?.join(", ");
		return holders === undefined ? "root authority" : `issuing authority for: ${holders}`;
	}
	const holder = holderOf(facts.organisations[0] ?? "");
	if (holder === undefined) {
		return "nothing of Soma's";
	}
	return holder === "node" ? "node" : `operator with the role ${holder}`;
}

/** Whole days until the end of a validity; negative after it. */
export function daysLeft(notAfterSeconds: number, nowSeconds: number): number {
	return Math.floor((notAfterSeconds - nowSeconds) / 86_400);
}

/** Seconds since 1970 as ISO 8601. */
export function formatTime(seconds: number): string {
	return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** A report as a person reads it. */
export function formatCertificate(report: CertificateReport): string {
	const { verdict } = report;
	const ends = report.daysLeft < 0 ? "EXPIRED" : `${report.daysLeft} days left`;
	return formatPairs([
		["subject", report.subject],
		["use", report.use],
		["issuer", report.issuer],
		["serial", report.serial],
		["valid until", `${report.notAfter} (${ends})`],
		["key id", report.keyId],
		...report.names.map((name): [string, string] => ["name", name]),
		["sha256", report.fingerprint],
		...(verdict === null ? [] : [formatVerdict(verdict)]),
	]);
}

function formatVerdict(verdict: NonNullable<CertificateReport["verdict"]>): [string, string] {
	return ["verdict", verdict.trusted ? "trusted" : `NOT TRUSTED: ${verdict.reason}`];
}
