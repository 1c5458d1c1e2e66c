import type { Issued } from "../../core/pki/authority-files.ts";
import { findRevocation } from "../../core/pki/revocation.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { formatTable } from "../../lib/table.ts";
import { type Context, formatJson } from "../context.ts";
import { formatTime } from "./describe.ts";
import { openSession } from "./session.ts";
import type { listSpec } from "./specs.ts";

/** `soma pki list`. */
export async function runList(
	context: Context,
	{ flags }: ParsedCommand<typeof listSpec>,
): Promise<number> {
	const { directory, nowSeconds } = openSession(context, flags);
	const revoked = directory.revoked();
	const stateOf = ({ kind, id, notAfterSeconds }: Issued): string => {
		const entry = findRevocation(revoked, kind === "operator" ? "serial" : "ticket", id);
		if (entry !== undefined) {
			return `revoked: ${entry.reason}`;
		}
		return notAfterSeconds < nowSeconds ? "expired" : "valid";
	};
	const rows = directory.issued().map((entry) => ({
		kind: entry.kind,
		name: entry.name ?? null,
		role: entry.role ?? null,
		id: entry.id,
		issuedAt: formatTime(entry.atSeconds),
		notAfter: formatTime(entry.notAfterSeconds),
		state: stateOf(entry),
	}));
	const others = revoked.filter(({ kind }) => kind === "node");
	if (flags.json) {
		context.print(formatJson({ issued: rows, revokedNodes: others }));
		return 0;
	}
	context.print(
		formatTable(
			["KIND", "NAME", "ROLE", "ID", "UNTIL", "STATE"],
			[
				...rows.map((row) => [
					row.kind,
					row.name ?? "-",
					row.role ?? "-",
					row.id,
					row.notAfter,
					row.state,
				]),
				...others.map(({ value, reason }) => ["node", "-", "-", value, "-", `revoked: ${reason}`]),
			],
		),
	);
	return await Promise.resolve(0);
}
