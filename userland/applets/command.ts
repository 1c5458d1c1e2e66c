import { type CommandSpec, formatHelp, type ParsedCommand, parseFlags } from "../lib/flags.ts";
import type { Command, Context } from "./context.ts";

/** What a command does once its words are checked; gives the exit code. */
export type Work<Spec extends CommandSpec, Ended = Promise<number>> = (
	context: Context,
	parsed: ParsedCommand<Spec>,
) => Ended;

/** A command that checks its words, and shows its help when that is asked for. */
export function makeCommand<const Spec extends CommandSpec>(
	spec: Spec,
	work: Work<Spec, number | Promise<number>>,
): Command {
	return {
		spec,
		run: (context, argv) => {
			const parsed = parseFlags(spec, argv);
			if (parsed.help) {
				context.print(formatHelp(spec));
				return 0;
			}
			return work(context, parsed);
		},
	};
}

/** A command whose work, with all that it imports, is loaded only when it is asked for. */
export function lateCommand<const Spec extends CommandSpec>(
	spec: Spec,
	load: () => Promise<Work<Spec>>,
): Command {
	return makeCommand(spec, async (context, parsed) => (await load())(context, parsed));
}
