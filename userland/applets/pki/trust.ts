import { assert } from "../../lib/assert.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { createFile, modes } from "../../system/durable-file.ts";
import type { Context } from "../context.ts";
import { openSession } from "./session.ts";
import type { trustSpec } from "./specs.ts";

/** `soma pki trust`. */
export async function runTrust(
	context: Context,
	{ flags }: ParsedCommand<typeof trustSpec>,
): Promise<number> {
	const newest = openSession(context, flags).directory.newestTrust();
	assert(newest !== undefined, "a directory of authorities has no trust bundle");
	if (flags.output === undefined) {
		context.print(newest.text.trimEnd());
	} else {
		createFile(flags.output, newest.text, modes.open);
		context.warn(`trust bundle ${newest.trust.bundle.number} is in ${flags.output}`);
	}
	return await Promise.resolve(0);
}
