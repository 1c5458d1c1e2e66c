import { renewMetadata } from "../../core/repository/metadata.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import type { Context } from "../context.ts";
import { openSession, report } from "./session.ts";
import { renewSpec } from "./specs.ts";

/** `soma release renew`. */
export async function runRenew(
	context: Context,
	{ flags }: ParsedCommand<typeof renewSpec>,
): Promise<number> {
	const session = openSession(renewSpec, flags);
	const step = renewMetadata(session.set, session.signing);
	session.write(step.files);
	report(context, flags, { ...session.outcome(step), changed: true });
	return 0;
}
