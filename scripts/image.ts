import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm run image --",
	summary: "Builds the disk image of this checkout, unless it exists.",
	flags: {
		release: {
			kind: "switch",
			help: "For others than the builder: refuse a package lock that drifted.",
		},
	},
} as const satisfies CommandSpec;

/** `npm run image`: builds the disk image, or finds it in the cache. */
export async function image(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	await prepareTools();
	const built = await withProgress("image", (report) =>
		ensureImage(report, { isRelease: flags.release }),
	);
	process.stdout.write(`version ${built.version}: ${built.disk}\n`);
	return 0;
}
