import type { AuditEntry } from "./grpc/call-guard.ts";
import { sendUnixDatagram } from "./libc.ts";
import { log } from "./log.ts";

/**
 * Writes an entry of the audit log: one line in the journal with its parts as fields, in the native
 * protocol of systemd-journald (`SOMA_AUDIT_WHO=...`), so that they can be searched. Without a
 * journal it is a line of standard error.
 */
export function writeAudit(journalSocket: string, entry: AuditEntry): void {
	const { caller, from, method, subject, outcome } = entry;
	const parts: readonly (readonly [string, string])[] = [
		["WHO", caller?.name ?? "unknown"],
		["ROLE", caller?.role ?? "none"],
		["SERIAL", caller?.serial ?? ""],
		["FROM", from],
		["METHOD", method],
		["SUBJECT", subject],
		["OUTCOME", outcome],
	];
	const message = auditText(entry);
	const fields: readonly (readonly [string, string])[] = [
		["MESSAGE", message],
		["PRIORITY", outcome === "ok" ? "5" : "4"],
		["SYSLOG_IDENTIFIER", "soma-audit"],
		...parts
			.filter(([, value]) => value !== "")
			.map(([name, value]): [string, string] => [`SOMA_AUDIT_${name}`, value]),
	];
	const text = fields.map(([name, value]) => `${name}=${oneLine(value)}\n`).join("");
	if (sendUnixDatagram(journalSocket, text) !== undefined) {
		log(outcome === "ok" ? "notice" : "warning", `soma-audit: ${message}`);
	}
}

/** The entry as a person reads it. */
export function auditText({ caller, from, method, subject, outcome }: AuditEntry): string {
	const who = caller === undefined ? "somebody unknown" : `${caller.name} (${caller.role})`;
	const what = method === "" ? "a connection" : `${method}${subject === "" ? "" : ` ${subject}`}`;
	return oneLine(`${who} from ${from}: ${what}: ${outcome}`);
}

/** What strangers send must not become lines or fields of its own. */
function oneLine(text: string): string {
	return text.replaceAll(/\p{Cc}/gu, " ").slice(0, 2000);
}
