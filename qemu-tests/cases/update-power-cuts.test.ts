import { expect, test } from "vitest";
import { recordFigure } from "../../userland/testing/figure.ts";
import { readBuild } from "../lab/build.ts";
import { readAttributes } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { withReleaseSite } from "../lab/release-site.ts";
import { attributes, ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { cutPhases, surviveCuts } from "../lab/update-cuts.ts";

test("five power cuts, one in each phase of an update, leave a node that takes it", async () => {
	const version = `${readBuild().version}.15`;
	await withReleaseSite(async (site) => {
		await site.publish({ kind: "good", version });
		await site.offer(version);
		const { cuts, slots } = await surviveCuts(site, version, cutPhases, 1);
		recordFigure(`update-cuts ${cuts} cuts, 0 unbootable, boots on ${slots.join(" ")}`);
		expect(slots.at(-1)).toBe("B");
	});
});

test("a site that loses its power five times, without a network, stays on its slot", async () => {
	const spec = await nodeMachine("update-site-power", await ensureProvenDisk());
	await withMachine(spec, async (machine) => {
		for (let outage = 1; outage <= 5; outage++) {
			machine.serial.mark();
			await machine.powerOn();
			expect(await waitForProven(machine), `outage ${outage}`).toBe("A");
			await machine.powerCut();
		}
		expect((await withDisk(machine, readAttributes)).A).toMatchObject(attributes.proven);
	});
});
