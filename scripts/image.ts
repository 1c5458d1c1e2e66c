import { expectNoWords, type FlagTable, helpText, parseFlags } from "./lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";

const flags = {
	help: { kind: "switch", help: "print this help" },
} as const satisfies FlagTable;

/** `npm run image`: builds the disk image, or finds it in the cache. */
export async function image(args: readonly string[]): Promise<number> {
	const { values, words } = parseFlags(flags, args);
	expectNoWords(words);
	if (values.help) {
		const about = "Builds the disk image of this checkout, unless it exists.";
		process.stdout.write(helpText("npm run image", about, flags));
		return 0;
	}
	await prepareTools();
	const built = await withProgress("image", ensureImage);
	process.stdout.write(`version ${built.version}: ${built.disk}\n`);
	return 0;
}
