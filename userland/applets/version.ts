import type { CommandSpec } from "../lib/flags.ts";
import { readRelease } from "../system/release.ts";
import { makeCommand } from "./command.ts";
import { type Command, formatJson } from "./context.ts";

const spec = {
	name: "soma version",
	summary: "Shows the version of the system that runs.",
	flags: { json: { kind: "switch", help: "Print the result as JSON." } },
} as const satisfies CommandSpec;

/** `soma version`: the release of /usr and the kernel. */
export const versionCommand: Command = makeCommand(spec, (context, parsed) => {
	const { version, kernel } = readRelease(context.paths);
	if (parsed.flags.json) {
		context.print(
			formatJson({
				version: version.value,
				kernel: kernel.value,
				runtime: `bun ${Bun.version}`,
				unknown: Object.fromEntries(
					Object.entries({ version, kernel }).flatMap(([name, fact]) =>
						fact.value === null ? [[name, fact.reason]] : [],
					),
				),
			}),
		);
		return 0;
	}
	context.print(`Soma OS ${version.value ?? `(version unknown: ${version.reason})`}`);
	return 0;
});
