import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureOutputs } from "../../image/outputs/main.ts";
import { vouchers } from "../../image/outputs/plan.ts";
import { contentKey } from "../../image/tools/cache.ts";
import { releaseFolder } from "../../userland/core/release/manifest.ts";
import { readBuild } from "./build.ts";
import { dataDisk } from "./data-disk.ts";
import type { DiskSpec } from "./machine-spec.ts";

/** The label of {@link releaseDisk}. */
export const releaseDiskLabel = "LABRELEASE";

/** A read-only disk with the files of the newest build that an installation takes. */
export async function releaseDisk(): Promise<DiskSpec> {
	const report = (line: string): void => void process.stderr.write(`outputs: ${line}\n`);
	const out = await ensureOutputs(readBuild(), report);
	const key = contentKey([readFileSync(join(out, vouchers.sums))]);
	const names = [vouchers.sums, vouchers.signature, "certificate.pem", releaseFolder];
	return dataDisk(
		releaseDiskLabel,
		Object.fromEntries(names.map((name) => [name, { copyOf: join(out, name), key }])),
	);
}
