import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { describeError } from "../../userland/lib/errors.ts";

/** Overlays above this size are left out: a failed case must not fill the disk. */
const greatestFileBytes = 512 * 1024 * 1024;
const keptFailures = 20;

/** Where failed cases keep what they leave. */
export function failuresDirectory(): string {
	return join(cacheDirectory(), "lab-failures");
}

/**
 * Copies what a failed machine leaves (serial log, QMP log, description, QEMU's own output, disk
 * overlays, firmware variables) to `CACHE/lab-failures/NAME-TIME/` and gives that path. The oldest
 * of more than 20 failures are removed.
 */
export function keepArtefacts(
	name: string,
	directory: string,
	texts: Readonly<Record<string, string>>,
	error: unknown,
): string {
	const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
	const target = join(failuresDirectory(), `${name}-${stamp}`);
	mkdirSync(target, { recursive: true });
	for (const [file, text] of Object.entries(texts)) {
		writeFileSync(join(target, file), text);
	}
	writeFileSync(join(target, "error.txt"), `${describeError(error)}\n`);
	for (const file of existsSync(directory) ? readdirSync(directory) : []) {
		const source = join(directory, file);
		const status = statSync(source, { throwIfNoEntry: false });
		if (status?.isFile() === true && status.size <= greatestFileBytes) {
			cpSync(source, join(target, file));
		}
	}
	forgetOldFailures();
	return target;
}

function forgetOldFailures(): void {
	const root = failuresDirectory();
	const byAge = readdirSync(root)
		.map((entry) => ({ entry, at: statSync(join(root, entry)).mtimeMs }))
		.sort((left, right) => right.at - left.at);
	for (const { entry } of byAge.slice(keptFailures)) {
		rmSync(join(root, entry), { recursive: true, force: true });
	}
}
