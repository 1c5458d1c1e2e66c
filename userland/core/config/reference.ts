import { type KeyHelp, keysBySection } from "./explain.ts";

const introduction = [
	"# Configuration\n",
	"Every key of a node's configuration. This page is generated from the table that `soma config`",
	"checks with: `soma config explain --markdown` prints it, and `soma config explain KEY` a part.",
	"Commented files for one use each are in [examples](examples/), how a node gets its",
	"configuration is in [operating](operating.md).\n",
	"A configuration is YAML 1.2: `variant: soma`, `version: 1.0.0`, and the sections below.",
	"`soma config render FILE` makes Ignition's JSON of it (specification 3.3.0), `soma config check",
	"FILE` tells everything that is wrong with it. Keys that Butane has too mean the same here. `[]`",
	"stands for the items of a list.\n",
].join("\n");

/** The text of docs/configuration.md. */
export function configurationReference(): string {
	const parts = keysBySection().map(([section, keys]) => {
		const rows = [section, ...keys].map(formatRow).join("\n");
		return `## ${section.path}\n\n${rows}\n`;
	});
	return `${introduction}\n${parts.join("\n")}`;
}

function formatRow({ path, form, required, help }: KeyHelp): string {
	const need = required ? ", required" : "";
	return `- \`${path}\` (${form}${need}): ${help}`;
}
