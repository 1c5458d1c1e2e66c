import { readBuild } from "../../qemu-tests/lab/build.ts";
import { withReleaseSite } from "../../qemu-tests/lab/release-site.ts";
import { cutPhases, surviveCuts } from "../../qemu-tests/lab/update-cuts.ts";
import type { SoakJob, SoakRound } from "./job.ts";

/** A node in QEMU takes a release and loses its power once in each phase. */
async function round(seed: number, number: number): Promise<SoakRound> {
	const version = `${readBuild().version}.15`;
	const nodeSeed = (seed * 1009 + number) >>> 0;
	try {
		return await withReleaseSite(async (site) => {
			await site.publish({ kind: "good", version });
			await site.offer(version);
			const { cuts } = await surviveCuts(site, version, cutPhases, nodeSeed);
			return { count: cuts, failures: [] };
		});
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		return { count: cutPhases.length, failures: [`node seed ${nodeSeed}: ${words}`] };
	}
}

/** Power cuts in an update on a real node; `npm run image` comes first. */
export const updateCuts: SoakJob = {
	name: "update-cuts",
	unit: "power cuts",
	about: "nodes in QEMU lose their power in each phase of an update, and take it all the same",
	round,
};
