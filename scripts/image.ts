import { ensureOutputs } from "../image/outputs/main.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm run image --",
	summary: "Builds the disk image of this checkout and all files of a release.",
	details: "What exists is taken from the cache. The files are in out/VERSION/.",
	flags: {
		release: {
			kind: "switch",
			help: "For others than the builder: refuse a package lock that drifted.",
		},
		point: {
			kind: "number",
			value: "N",
			minimum: 1,
			maximum: 999,
			help: "Another release of the same day: version DAY.N.",
		},
	},
} as const satisfies CommandSpec;

/** `npm run image`: builds what is published of a release, or finds it in the cache. */
export async function image(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	await prepareTools();
	const built = await withProgress("image", (report) =>
		ensureImage(report, { isRelease: flags.release, point: flags.point }),
	);
	const files = await withProgress("files of the release", (report) =>
		ensureOutputs(built, report),
	);
	process.stdout.write(`version ${built.version}: ${files}\n`);
	return 0;
}
