import { expect, test } from "vitest";
import { outcomeClient } from "../../userland/system/outcome-client.ts";
import { readBuild } from "../lab/build.ts";
import { extraUnit, unitDropIn } from "../lab/credentials.ts";
import { flipBit, partitionOf, readTable } from "../lab/disk-tools.ts";
import { expectReturn, updatedNode } from "../lab/failing-release.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { type CountingServer, withCountingServer } from "../lab/release-server.ts";
import { withReleaseSite } from "../lab/release-site.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";
import { configuredForUpdates } from "../lab/update-config.ts";
import { takenRelease } from "../lab/updated-disk.ts";

const superblock = 1024;

test("a release whose /usr is damaged on the disk is back on the old slot", async () => {
	await withMachine(await updatedNode("bad-verity", "good"), async (machine) => {
		await withDisk(machine, async (disk) => {
			const { table } = await readTable(disk);
			await flipBit(disk, partitionOf(table, "usr", "B"), superblock + 20);
		});
		await expectReturn(machine, "bad-verity", { class: "verity", because: /verity/ });
	});
});

test("a release that loses the network is back on the old slot", async () => {
	const { rootHash } = await takenRelease("good");
	const condition = `[Unit]\nConditionKernelCommandLine=!usrhash=${rootHash}\n`;
	const credentials = [unitDropIn("systemd-networkd.service", condition)];
	await withMachine(await updatedNode("no-network", "good", { credentials }), async (machine) => {
		await expectReturn(machine, "no-network", { class: "network", because: /no network/ });
	});
});

test("what fails an operator's check is left, told of, not retried, and followed", async () => {
	const { rootHash, version } = await takenRelease("good");
	const check = `[Unit]
Description=An operator's check of a new release
DefaultDependencies=no
RequiresMountsFor=/run/lab
ConditionPathExists=!/etc/initrd-release
Before=boot-complete.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/run/lab/bin/busybox sh -c '! /run/lab/bin/busybox grep -q ${rootHash} /proc/cmdline'
`;
	const units = [
		extraUnit("shop-check.service", check),
		unitDropIn("boot-complete.target", "[Unit]\nRequires=shop-check.service\n"),
	];
	await withReleaseSite(async (site) => {
		const next = `${readBuild().version}.8`;
		await site.publish({ kind: "good", version: next });
		await site.publish({ kind: "good", version });
		await site.offer(version); // the node finds more in this repository than it saw before
		await withCountingServer(site, async (server) => {
			const credentials = [...units, ...configuredForUpdates({ servers: [server.guestUrl] })];
			const spec = await updatedNode("failing-check", "good", { credentials });
			await withMachine(spec, async (machine) => {
				await expectReturn(machine, "failing-check", { class: "health", because: /shop-check/ });
				await expectHalted(server, version);
				await machine.hand.expect("echo kept > /var/lib/lab-state");
				const apply = "soma update apply";
				const refused = await machine.hand.run(apply, timeouts.bootMs);
				expect(refused.exitCode).toBe(1);
				expect(refused.output).toMatch(/failed on this node: units failed: shop-check\.service/);
				await site.offer(next);
				const startedAt = performance.now();
				await machine.hand.expect(apply, timeouts.bootMs);
				expect((await nextChoice(machine.serial)).slot).toBe("B");
				expect(await waitForProven(machine)).toBe("B");
				reportSeconds("forward-after-failure", performance.now() - startedAt);
				expect(await machine.hand.expect("cat /var/lib/lab-state")).toBe("kept");
			});
		});
	});
});

/** The release server heard of it, and lets no other node take the release. */
async function expectHalted(server: CountingServer, version: string): Promise<void> {
	expect(await server.outcomes(version)).toMatchObject([
		{ release: version, bad: 1, halted: { because: expect.stringMatching(/shop-check/) } },
	]);
	const another = "0".repeat(32);
	expect(await outcomeClient({ baseUrl: server.hostUrl }).ask(version, another)).toMatchObject({
		kind: "halted",
	});
}
