import { contentKey } from "../../image/tools/cache.ts";
import { readBuild } from "./build.ts";
import { cached } from "./cached.ts";
import { writeAttributes } from "./disk-tools.ts";
import { withMachine } from "./machine.ts";
import type { UserNic } from "./machine-spec.ts";
import { cloneDisk, openOfflineDisk } from "./offline-disk.ts";
import { withReleaseSite } from "./release-site.ts";
import { ensureVariant, type Variant, type VariantKind } from "./release-variant.ts";
import { attributes, ensureProvenDisk, nodeMachine, waitForProven } from "./soma-node.ts";
import { timeouts } from "./timeouts.ts";

/** The card of a node that reaches a site of releases. */
export const updateNic: UserNic = { kind: "user", mac: "52:54:00:12:34:56" };

/** The release of a kind that nodes of these disks took. */
export async function takenRelease(kind: VariantKind): Promise<Variant> {
	const build = readBuild();
	return await ensureVariant(build, { kind, version: `${build.version}.7` });
}

/**
 * The disk of a node that runs from slot A, proven, and took a release of a kind: its own update
 * agent fetched it, wrote it to slot B and committed it. The next start is one of it, and its only
 * try: the same path as with three, in a third of the time.
 */
export async function ensureUpdatedDisk(kind: VariantKind): Promise<string> {
	const proven = await ensureProvenDisk();
	const { version, rootHash } = await takenRelease(kind);
	return await cached("updated", contentKey([proven, version, rootHash]), async (path) => {
		await withReleaseSite(async (site) => {
			await site.publish({ kind, version });
			await site.offer(version);
			const spec = await nodeMachine(`lab-updated-${kind}`, proven, { nics: [updateNic] });
			await withMachine(spec, async (machine) => {
				await machine.powerOn();
				await waitForProven(machine);
				const command = `soma update apply --no-restart --from ${site.server.guestUrl}`;
				await machine.hand.expect(command, timeouts.bootMs);
				await machine.shutDown();
				await cloneDisk(machine.disk("main"), { path, format: "qcow2" });
			});
		});
		const disk = await openOfflineDisk({ path, format: "qcow2" });
		await writeAttributes(disk, { B: { priority: 2, ...attributes.lastTry } });
	});
}
