import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { cached } from "./cached.ts";
import type { DiskSpec } from "./machine-spec.ts";

/** The CD by which clouds give a machine its configuration: label `config-2`, ISO 9660. */
export async function configDrive(userData: string): Promise<DiskSpec> {
	const key = contentKey(["config-drive", userData]);
	const path = await cached("config-drive", key, async (target) => {
		const staging = `${target}.files`;
		const file = join(staging, "openstack", "latest", "user_data");
		rmSync(staging, { recursive: true, force: true });
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, userData);
		const argv = ["genisoimage", "-quiet", "-J", "-R", "-V", "config-2", "-o", target, staging];
		await openToolTree().run({ argv });
		rmSync(staging, { recursive: true });
	});
	return { id: "configdrive", bus: "cdrom", backing: { mode: "read-only", path, format: "raw" } };
}
