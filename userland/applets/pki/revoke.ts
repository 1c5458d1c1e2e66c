import type { Issued } from "../../core/pki/authority-files.ts";
import {
	findRevocation,
	type Revocation,
	type RevocationReason,
	revocationReasons,
} from "../../core/pki/revocation.ts";
import { isNodeId } from "../../core/pki/roles.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { nearest } from "../../lib/nearest.ts";
import { type Context, formatJson } from "../context.ts";
import { publishTrust } from "./publish.ts";
import { chooseWord, openSession } from "./session.ts";
import { revokeSpec } from "./specs.ts";

/** `soma pki revoke WHAT`. */
export async function runRevoke(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof revokeSpec>,
): Promise<number> {
	const what = positionals["WHAT"] ?? "";
	const reason = chooseWord(revokeSpec, "reason", revocationReasons, flags.reason);
	const session = openSession(context, flags);
	const { directory, nowSeconds } = session;
	const targets = findTargets(what, directory.issued());
	const before = directory.revoked();
	const added = targets
		.filter(({ kind, value }) => findRevocation(before, kind, value) === undefined)
		.map((target): Revocation => ({ ...target, reason, atSeconds: nowSeconds }));
	for (const entry of added) {
		directory.recordRevoked(entry);
	}
	const published = directory.newestTrust()?.trust.bundle;
	const complete = directory
		.revoked()
		.every(({ kind, value }) => findRevocation(published?.revoked ?? [], kind, value));
	const number = complete ? published?.number : (await publishTrust(session)).number;
	report(context, flags.json, added, number);
	return 0;
}

type Target = Pick<Revocation, "kind" | "value">;

/** What a word means: a serial or a ticket that was given out, an operator, or a node's id. */
function findTargets(what: string, issued: readonly Issued[]): readonly Target[] {
	const ids = issued.filter(({ id }) => id === what);
	if (ids.length > 0) {
		return ids.map(targetOf);
	}
	const named = issued.filter(({ kind, name }) => kind === "operator" && name === what);
	if (named.length > 0) {
		return named.map(targetOf);
	}
	if (isNodeId(what)) {
		return [{ kind: "node", value: what }];
	}
	if (/^[0-9a-f]{32}$/.test(what)) {
		return [{ kind: "serial", value: what }]; // of a node's certificate, which a node issued
	}
	const names = issued.flatMap(({ name }) => (name === undefined ? [] : [name]));
	const guess = nearest(what, [...new Set(names)]);
	throw new SomaError({
		code: "revoke-unknown",
		message: `"${what}" is no operator, serial, node or ticket`,
		hint:
			guess === undefined
				? "`soma pki list` shows what was given out; a node's id has 16 digits"
				: `did you mean ${guess}?`,
	});
}

function targetOf({ kind, id }: Issued): Target {
	if (kind === "founder-ticket") {
		throw new SomaError({
			code: "revoke-founder",
			message: "a founder ticket cannot be revoked: it holds the key of an authority",
			hint: "replace that authority: `soma pki rotate begin --what nodes`",
		});
	}
	return { kind: kind === "operator" ? "serial" : "ticket", value: id };
}

function report(
	context: Context,
	asJson: boolean,
	added: readonly Revocation[],
	number: number | undefined,
): void {
	if (asJson) {
		context.print(formatJson({ revoked: added, trustNumber: number ?? null }));
		return;
	}
	for (const { kind, value, reason } of added) {
		context.print(
			`revoked ${kind} ${value satisfies string}: ${reason satisfies RevocationReason}`,
		);
	}
	if (added.length === 0) {
		context.print("nothing to do: it is revoked already");
	}
	context.print(`trust bundle ${number ?? "-"}: give it to the nodes (\`soma pki trust\`)`);
}
