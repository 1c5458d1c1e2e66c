import { expect, test } from "vitest";
import { recordFigure } from "../../userland/testing/figure.ts";
import { readBuild } from "../lab/build.ts";
import { readAttributes } from "../lab/disk-tools.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { type ReleaseSite, withReleaseSite } from "../lab/release-site.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { attributes, ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";

const nic = { kind: "user", mac: "52:54:00:12:34:56" } as const;

test("a node goes from release to release: A -> B -> A, and keeps its state", async () => {
	const { version } = readBuild();
	await withReleaseSite(async (site) => {
		const spec = await nodeMachine("update-releases", await ensureProvenDisk(), { nics: [nic] });
		await withMachine(spec, async (machine) => {
			await machine.powerOn();
			expect(await waitForProven(machine)).toBe("A");
			await machine.hand.expect("echo kept > /var/lib/lab-state");
			await update(machine, site, `${version}.11`, "B");
			await update(machine, site, `${version}.12`, "A");
			expect(await machine.hand.expect("cat /var/lib/lab-state")).toBe("kept");
			const history = await machine.hand.expect("soma update history --json");
			expect(JSON.parse(history)).toMatchObject([
				{ release: { version: `${version}.11` }, outcome: "good" },
				{ release: { version: `${version}.12` }, outcome: "good" },
			]);
			await machine.powerCut();
			expect(await withDisk(machine, readAttributes)).toMatchObject({
				A: attributes.proven,
				B: attributes.proven,
			});
		});
	});
});

/** Publishes a release, has the node take it, and waits until it is proven in its slot. */
async function update(
	machine: Machine,
	site: ReleaseSite,
	version: string,
	slot: "A" | "B",
): Promise<void> {
	await site.publish({ kind: "good", version });
	await site.offer(version);
	const startedAt = performance.now();
	const said = await machine.hand.expect(
		`soma update apply --from ${site.server.guestUrl}`,
		timeouts.bootMs,
	);
	expect(said).toContain("restarting");
	expect((await nextChoice(machine.serial)).slot).toBe(slot);
	expect(await waitForProven(machine)).toBe(slot);
	reportSeconds(`updated-to-${slot}`, performance.now() - startedAt);
	const fetched = /(\d+) bytes, of which (\d+) were here; fetched (\d+)/.exec(said);
	recordFigure(`release-bytes ${fetched?.[1]}, here ${fetched?.[2]}, fetched ${fetched?.[3]}`);
	await machine.hand.expect("soma update run --now");
}
