import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm run image --",
	summary: "Builds the disk image of this checkout, unless it exists.",
	flags: {},
} as const satisfies CommandSpec;

/** `npm run image`: builds the disk image, or finds it in the cache. */
export async function image(args: readonly string[]): Promise<number> {
	const { help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	await prepareTools();
	const built = await withProgress("image", ensureImage);
	process.stdout.write(`version ${built.version}: ${built.disk}\n`);
	return 0;
}
