import { type CommandSpec, type ParsedCommand, usageError } from "../../lib/flags.ts";
import { makeCommand } from "../command.ts";
import type { Command } from "../context.ts";

/** The flags of `soma install`. */
export const installSpec = {
	name: "soma install",
	summary: "Installs a release to a disk, or into the file of a disk image.",
	details:
		"Everything on the disk goes. A disk that holds anything, that is in use or too small is " +
		"refused, with\n" +
		"all reasons at once; --wipe allows the loss of what it holds, and nothing else. What was " +
		"written is read\n" +
		"back before the disk can boot. After a power cut or Ctrl-C the same command begins anew.",
	flags: {
		to: { kind: "text", value: "PATH", help: "The whole disk, or a file of the wanted size." },
		config: {
			kind: "text",
			value: "FILE",
			help: "Configuration of the first boot, YAML or Ignition JSON, kept on the disk.",
		},
		source: {
			kind: "text",
			value: "PLACE",
			help: "Folder or URL of a release; in a live system, where that came from.",
		},
		certificate: {
			kind: "text",
			value: "FILE",
			help: "Certificate of the release's publisher; on a node, that of the node's own.",
		},
		wipe: { kind: "switch", help: "Lose what the disk holds." },
		yes: { kind: "switch", help: "Do not ask on the terminal." },
		"dry-run": { kind: "switch", help: "Say what would be written, and write nothing." },
		"block-size": {
			kind: "number",
			value: "BYTES",
			minimum: 512,
			maximum: 4096,
			help: "Logical blocks of the image in a file: 512, or 4096.",
		},
		json: { kind: "switch", help: "Print events as JSON, one a line." },
	},
} as const satisfies CommandSpec;

/** Their values. */
export type InstallFlags = ParsedCommand<typeof installSpec>["flags"];

/** `soma install`: a release onto a disk. */
export const installCommand: Command = makeCommand(installSpec, async (context, { flags }) => {
	const path = flags.to;
	if (path === undefined) {
		throw usageError(installSpec, "soma install: --to is missing: which disk?");
	}
	const fileBlockBytes = flags["block-size"] ?? 512;
	if (fileBlockBytes !== 512 && fileBlockBytes !== 4096) {
		throw usageError(
			installSpec,
			`soma install: --block-size is 512 or 4096, not ${fileBlockBytes}`,
		);
	}
	const { runInstall } = await import("./run.ts");
	return runInstall(context, flags, { path, fileBlockBytes });
});
