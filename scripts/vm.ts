import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";
import { attachConsole } from "./start/console.ts";
import { defaultDiskGib } from "./start/node.ts";
import { runSession } from "./start/session.ts";

const spec = {
	name: "npm run vm --",
	summary: "Boots one node with its console in this terminal; Ctrl-] stops it.",
	flags: {
		attach: { kind: "switch", help: "join the console of a node that `npm start` runs" },
		node: { kind: "number", value: "N", minimum: 1, maximum: 64, help: "which node; 1" },
		memory: { kind: "number", value: "MIB", minimum: 512, maximum: 65_536, help: "in MiB; 1024" },
		keep: { kind: "switch", help: "keep the disk in the cache, and go on from it next time" },
	},
} as const satisfies CommandSpec;

/** `npm run vm`: one node with its console in this terminal, or the console of a running one. */
export async function vm(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	if (flags.attach) {
		await attachConsole(`node-${flags.node ?? 1}`);
		return 0;
	}
	await prepareTools();
	const image = await withProgress("image", ensureImage);
	return await runSession({
		imagePath: image.disk,
		nodes: 1,
		memoryMiB: flags.memory ?? 1024,
		cpus: 1,
		diskSizeBytes: defaultDiskGib * 1024 ** 3,
		console: true,
		keep: flags.keep,
		showStatus: false,
		untilReady: false,
		json: false,
		withApi: false,
	});
}
