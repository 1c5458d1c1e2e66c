import { usageError } from "../../lib/flags.ts";
import type { MakingContext } from "../../system/pki/authorities.ts";
import { type AskPassphrase, AuthorityDirectory } from "../../system/pki/authority-directory.ts";
import { askPassphrase, readPassphraseFile } from "../../system/pki/passphrase.ts";
import type { Context } from "../context.ts";

/** A command at work: the directory that it is about, and the time at its start. */
export interface PkiSession {
	readonly context: Context;
	readonly directory: AuthorityDirectory;
	readonly nowSeconds: number;
	/** What making a certificate needs. */
	readonly making: MakingContext;
}

/** The present time in seconds, which everything in a command is dated by. */
export function currentSeconds(): number {
	return Math.floor(Date.now() / 1000);
}

/** Opens the directory that the flags or the environment name. */
export function openSession(
	context: Context,
	flags: {
		readonly directory: string | undefined;
		readonly "passphrase-file"?: string | undefined;
	},
): PkiSession {
	const path = flags.directory ?? process.env["SOMA_PKI_DIRECTORY"] ?? ".";
	const file = flags["passphrase-file"];
	const ask: AskPassphrase =
		file === undefined ? askPassphrase : () => Promise.resolve(readPassphraseFile(file));
	const directory = new AuthorityDirectory(path, ask);
	const nowSeconds = currentSeconds();
	return { context, directory, nowSeconds, making: makingOf(context, directory, nowSeconds) };
}

function makingOf(
	{ randomBytes }: Context,
	{ cluster }: AuthorityDirectory,
	nowSeconds: number,
): MakingContext {
	return { cluster: cluster.name, nowSeconds, randomBytes };
}

/** The value of a flag that must be one of a few words. */
export function chooseWord<Word extends string>(
	spec: { readonly name: string },
	flag: string,
	words: readonly Word[],
	given: string | undefined,
): Word {
	const found = words.find((word) => word === given);
	if (found === undefined) {
		const got = given === undefined ? "is missing" : `is not "${given}"`;
		throw usageError(spec, `${spec.name}: --${flag} ${got}; it is one of ${words.join(", ")}`);
	}
	return found;
}
