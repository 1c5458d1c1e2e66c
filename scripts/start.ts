import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";
import { defaultDiskGib } from "./start/node.ts";
import { runSession } from "./start/session.ts";

const spec = {
	name: "npm start --",
	summary: "Sets up, builds what is missing, boots nodes in QEMU and shows their live status.",
	details: "A node starts from a fresh copy of the disk unless --keep is given. Ctrl-C stops all.",
	flags: {
		nodes: { kind: "number", value: "N", minimum: 1, maximum: 64, help: "how many nodes; 1" },
		memory: {
			kind: "number",
			value: "MIB",
			minimum: 512,
			maximum: 65_536,
			help: "memory of each node in MiB; 1024",
		},
		cpus: { kind: "number", value: "N", minimum: 1, maximum: 64, help: "of each node; 1" },
		disk: {
			kind: "number",
			value: "GIB",
			minimum: 4,
			maximum: 16_384,
			help: `size of a new disk in GiB, of which only what is used lies here; ${defaultDiskGib}`,
		},
		console: { kind: "switch", help: "join this terminal to the console of node-1" },
		keep: { kind: "switch", help: "keep the disks in the cache, and go on from them next time" },
		"no-status": { kind: "switch", help: "do not show the live status" },
		"until-ready": { kind: "switch", help: "end with success once every node is proven good" },
		json: { kind: "switch", help: "print the nodes as JSON once they are proven good" },
	},
} as const satisfies CommandSpec;

/** `npm start`: from a fresh machine to a booted node and its live status. */
export async function start(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	await prepareTools();
	const image = await withProgress("image", ensureImage);
	return await runSession({
		imagePath: image.disk,
		nodes: flags.nodes ?? 1,
		memoryMiB: flags.memory ?? 1024,
		cpus: flags.cpus ?? 1,
		diskSizeBytes: (flags.disk ?? defaultDiskGib) * 1024 ** 3,
		console: flags.console,
		keep: flags.keep,
		showStatus: !flags["no-status"],
		untilReady: flags["until-ready"],
		json: flags.json,
		withApi: true,
	});
}
