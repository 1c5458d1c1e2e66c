import { findRequest } from "../../lib/command-words.ts";
import { type CommandSpec, formatHelp, usageError } from "../../lib/flags.ts";
import { makeCommand } from "../command.ts";
import type { Command, CommandGroup } from "../context.ts";
import { formatDocument } from "./document.ts";
import { formatOverview, wordsOf } from "./overview.ts";

const spec = {
	name: "soma help",
	summary: "Shows what commands there are, or how one is used.",
	rest: { name: "COMMAND", help: "A command or a group, for example `slot` or `slot list`" },
	flags: {
		markdown: { kind: "switch", help: "Print the help of all commands as one document." },
	},
} as const satisfies CommandSpec;

/** `soma help`; `groups` comes late since the command is a member of one. */
export function helpCommand(groups: () => readonly CommandGroup[]): Command {
	return makeCommand(spec, (context, parsed) => {
		if (parsed.flags.markdown) {
			context.print(formatDocument(groups()));
			return 0;
		}
		const commands = groups().flatMap(({ commands: members }) => members);
		const names = commands.map(wordsOf);
		const found = findRequest(names, [], parsed.rest);
		switch (found.kind) {
			case "overview":
				context.print(formatOverview(groups(), found.group));
				return 0;
			case "unknown":
				throw usageError(spec, `soma help: ${found.problem}`);
			case "command": {
				const command = commands[names.indexOf(found.name)];
				context.print(command === undefined ? "" : formatHelp(command.spec));
				return 0;
			}
		}
	});
}
