import { expectNoWords, type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";
import { attachConsole } from "./start/console.ts";
import { runSession } from "./start/session.ts";

const flags = {
	attach: { kind: "switch", help: "join the console of a node that `npm start` runs" },
	node: { kind: "number", value: "N", minimum: 1, maximum: 64, help: "which node; 1" },
	memory: { kind: "number", value: "MIB", minimum: 512, maximum: 65_536, help: "in MiB; 1024" },
	keep: { kind: "switch", help: "keep the disk in the cache, and go on from it next time" },
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

/** `npm run vm`: one node with its console in this terminal, or the console of a running one. */
export async function vm(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	expectNoWords(words);
	if (values.help) {
		const about = "Boots one node with its console in this terminal; Ctrl-] stops it.";
		process.stdout.write(helpText("npm run vm -- [options]", about, flags));
		return 0;
	}
	if (values.attach) {
		await attachConsole(`node-${values.node ?? 1}`);
		return 0;
	}
	await prepareTools();
	const image = await withProgress("image", ensureImage);
	return await runSession({
		imagePath: image.disk,
		nodes: 1,
		memoryMiB: values.memory ?? 1024,
		cpus: 1,
		console: true,
		keep: values.keep,
		showStatus: false,
		untilReady: false,
		json: false,
	});
}
