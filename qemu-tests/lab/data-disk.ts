import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { cached } from "./cached.ts";
import type { DiskSpec } from "./machine-spec.ts";

/** Files of a data disk by their path on it: text or bytes, or a path of the host to copy from. */
export type DataFiles = Readonly<
	Record<string, string | Uint8Array | { readonly copyOf: string; readonly key: string }>
>;

/**
 * A read-only erofs disk with these files, which a guest finds at `/dev/disk/by-label/LABEL`; made
 * once for each content (that of a copied file or folder is named by its `key`).
 * @param label at most 15 characters
 */
export async function dataDisk(label: string, files: DataFiles): Promise<DiskSpec> {
	const parts = Object.entries(files).flatMap(([path, content]) => [
		path,
		typeof content === "object" && "copyOf" in content ? `copy ${content.key}` : content,
	]);
	const path = await cached("data", contentKey([label, ...parts]), async (target) => {
		const staging = `${target}.files`;
		rmSync(staging, { recursive: true, force: true });
		for (const [name, content] of Object.entries(files)) {
			const place = join(staging, name);
			mkdirSync(dirname(place), { recursive: true });
			if (typeof content === "object" && "copyOf" in content) {
				cpSync(content.copyOf, place, { recursive: true });
			} else {
				writeFileSync(place, content);
			}
		}
		const argv = ["mkfs.erofs", "-L", label, "-T", "0", "--all-root", target, staging];
		await openToolTree().run({ argv });
		rmSync(staging, { recursive: true });
	});
	const id = `data${label.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`;
	return { id, serial: label, backing: { mode: "read-only", path, format: "raw" } };
}
