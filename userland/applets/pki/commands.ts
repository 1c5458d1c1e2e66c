import { type CommandSpec, formatHelp, type ParsedCommand, parseFlags } from "../../lib/flags.ts";
import type { Command, Context } from "../context.ts";
import {
	listSpec,
	newSpec,
	operatorSpec,
	revokeSpec,
	rotateSpec,
	showSpec,
	ticketSpec,
	trustSpec,
} from "./specs.ts";

type Run<Spec extends CommandSpec> = (
	context: Context,
	parsed: ParsedCommand<Spec>,
) => Promise<number>;

/** A command whose work, with all that it imports, is loaded only when it is asked for. */
function command<const Spec extends CommandSpec>(
	spec: Spec,
	load: () => Promise<Run<Spec>>,
): Command {
	return {
		spec,
		run: async (context, argv) => {
			const parsed = parseFlags(spec, argv);
			if (parsed.help) {
				context.print(formatHelp(spec));
				return 0;
			}
			const run = await load();
			return await run(context, parsed);
		},
	};
}

/** The commands of `soma pki`, in the order of the help text. */
export const pkiCommands: readonly Command[] = [
	command(newSpec, async () => (await import("./new.ts")).runNew),
	command(operatorSpec, async () => (await import("./operator.ts")).runOperator),
	command(ticketSpec, async () => (await import("./ticket.ts")).runTicket),
	command(showSpec, async () => (await import("./show.ts")).runShow),
	command(listSpec, async () => (await import("./list.ts")).runList),
	command(revokeSpec, async () => (await import("./revoke.ts")).runRevoke),
	command(rotateSpec, async () => (await import("./rotate.ts")).runRotate),
	command(trustSpec, async () => (await import("./trust.ts")).runTrust),
];
