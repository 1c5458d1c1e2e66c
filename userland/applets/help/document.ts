import { formatHelp } from "../../lib/flags.ts";
import type { CommandGroup } from "../context.ts";
import { wordsOf } from "./overview.ts";

/** Everything that the help texts say, as the Markdown document `docs/commands.md`. */
export function formatDocument(groups: readonly CommandGroup[]): string {
	const parts = ["# Commands", introduction];
	for (const { title, commands } of groups) {
		parts.push(`## ${title}`);
		for (const command of commands) {
			const help = formatHelp(command.spec).trimEnd();
			parts.push(`### soma ${wordsOf(command)}\n\n\`\`\`\n${help}\n\`\`\``);
		}
	}
	return parts.join("\n\n");
}

const introduction =
	"Made from the tables of the commands by `soma help --markdown`; a test compares. How they\n" +
	"are used together is in the [operating guide](operating.md).";
