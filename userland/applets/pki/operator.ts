import { livesSeconds } from "../../core/pki/plans.ts";
import { isOperatorName, type Role, roles } from "../../core/pki/roles.ts";
import { issuingGeneration } from "../../core/pki/rotation.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { certifyOperator } from "../../system/pki/authorities.ts";
import { joinPem } from "../../system/pki/certificates.ts";
import { formatKey, makeKeys } from "../../system/pki/keys.ts";
import { type Context, formatJson } from "../context.ts";
import { formatTime } from "./describe.ts";
import { prepareContext } from "./operator-context.ts";
import { chooseWord, openSession, type PkiSession } from "./session.ts";
import { operatorSpec } from "./specs.ts";

/** An operator to be. */
export interface NewOperator {
	readonly name: string;
	readonly role: Role;
	readonly lifeSeconds: number;
}

/** What was made: where it is, and the identity itself. */
export interface IssuedOperator {
	/** Paths of the files. */
	readonly key: string;
	readonly certificate: string;
	readonly notAfter: string;
	readonly serial: string;
	/** PEM; never printed. */
	readonly identity: { readonly certificate: string; readonly key: string };
}

/** `soma pki operator NAME`. */
export async function runOperator(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof operatorSpec>,
): Promise<number> {
	const name = checkOperatorName(positionals["NAME"] ?? "");
	const role = chooseWord(operatorSpec, "role", roles, flags.role);
	const lifeSeconds = flags.days === undefined ? livesSeconds.operator : flags.days * 86_400;
	const session = openSession(context, flags);
	const writeContext = prepareContext(flags);
	const made = await issueOperator(session, { name, role, lifeSeconds });
	writeContext?.(session, made.identity);
	const { identity: _, ...issued } = made;
	if (flags.json) {
		context.print(formatJson({ name, role, ...issued }));
	} else {
		context.print(`${name}, ${role} until ${issued.notAfter}:`);
		context.print(`  ${issued.certificate}\n  ${issued.key}`);
	}
	return 0;
}

/** Makes key and certificate, notes the certificate, and writes both; returns where they are. */
export async function issueOperator(
	{ directory, making, nowSeconds }: PkiSession,
	operator: NewOperator,
): Promise<IssuedOperator> {
	const generation = issuingGeneration(directory.rotation());
	const issuing = await directory.authority(generation, "operators");
	const keys = await makeKeys();
	const certificate = await certifyOperator(making, issuing, keys.publicKey, operator);
	const { serial, notAfterSeconds } = certificate.facts;
	directory.recordIssued({
		kind: "operator",
		id: serial,
		name: operator.name,
		role: operator.role,
		atSeconds: nowSeconds,
		notAfterSeconds,
	});
	const chain = joinPem([certificate, issuing.certificate]);
	const key = await formatKey(keys);
	const files = directory.addOperator(operator.name, key, chain);
	const identity = { certificate: chain, key };
	return { ...files, notAfter: formatTime(notAfterSeconds), serial, identity };
}

/** A checked operator's name. */
export function checkOperatorName(name: string): string {
	if (!isOperatorName(name)) {
		throw new SomaError({
			code: "operator-name",
			message: `"${name}" is no name for an operator`,
			hint: "use up to 63 of a-z, 0-9, dot, hyphen, underscore and @, a letter or digit first",
		});
	}
	return name;
}
