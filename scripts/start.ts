import { expectNoWords, type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";
import { runSession } from "./start/session.ts";

const flags = {
	nodes: { kind: "number", value: "N", minimum: 1, maximum: 64, help: "how many nodes; 1" },
	memory: {
		kind: "number",
		value: "MIB",
		minimum: 512,
		maximum: 65_536,
		help: "memory of each node in MiB; 1024",
	},
	cpus: { kind: "number", value: "N", minimum: 1, maximum: 64, help: "of each node; 1" },
	console: { kind: "switch", help: "join this terminal to the console of node-1" },
	keep: { kind: "switch", help: "keep the disks in the cache, and go on from them next time" },
	"no-status": { kind: "switch", help: "do not show the live status" },
	"until-ready": { kind: "switch", help: "end with success once every node is proven good" },
	json: { kind: "switch", help: "print the nodes as JSON once they are proven good" },
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

const about = `Sets up, builds what is missing, and boots nodes in QEMU. Each node starts from
a fresh copy of the disk unless --keep is given. Ctrl-C stops everything.`;

/** `npm start`: from a fresh machine to a booted node and its live status. */
export async function start(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	expectNoWords(words);
	if (values.help) {
		process.stdout.write(helpText("npm start -- [options]", about, flags));
		return 0;
	}
	await prepareTools();
	const image = await withProgress("image", ensureImage);
	return await runSession({
		imagePath: image.disk,
		nodes: values.nodes ?? 1,
		memoryMiB: values.memory ?? 1024,
		cpus: values.cpus ?? 1,
		console: values.console,
		keep: values.keep,
		showStatus: !values["no-status"],
		untilReady: values["until-ready"],
		json: values.json,
	});
}
