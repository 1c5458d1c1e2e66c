import { expect, test } from "vitest";
import { isTableSound } from "../../userland/core/gpt/load.ts";
import { readBuild } from "../lab/build.ts";
import { readAttributes, readTable } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { type OpenPort, openPorts } from "../lab/open-ports.ts";
import { withDisk } from "../lab/power.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { consoleLines, nodeMachine, stateSeconds, waitForProven } from "../lab/soma-node.ts";

const gibibyte = 1024 ** 3;

/** What a node may listen on: nothing until it has an API. */
const allowedPorts: readonly OpenPort[] = [];
const diskBytes = 5 * gibibyte;

test("a fresh disk boots, grows, is proven good and keeps its state", async () => {
	const build = readBuild();
	const spec = await nodeMachine("node-first-boot", build.disk, {
		disks: [
			{
				id: "main",
				backing: { mode: "overlay", path: build.disk, format: "raw" },
				sizeBytes: diskBytes,
				bootIndex: 1,
			},
		],
	});
	await withMachine(spec, async (machine) => {
		const startedAt = performance.now();
		await machine.powerOn();
		const first = await nextChoice(machine.serial);
		expect(first).toMatchObject({ slot: "A", version: build.version });
		expect(first.counts).toContain("tries 3 -> 2");
		expect(await waitForProven(machine)).toBe("A");
		reportSeconds("first-boot-to-proven", performance.now() - startedAt);
		reportSeconds("first-boot-plain-state", (await stateSeconds(machine)) * 1000);

		const status = await machine.status.waitFor((candidate) => candidate["proven"] === true);
		expect(status).toMatchObject({ slot: "A", version: build.version, stateProtection: "none" });
		expect(machine.serial.text()).toMatch(/soma: STATE is NOT ENCRYPTED/);
		const { hand } = machine;
		const mounts = await hand.expect("cat /proc/mounts");
		expect(mounts).toMatch(/ \/usr erofs ro/);
		expect((await hand.run("touch /usr/x")).output).toMatch(/Read-only file system/);
		expect(status["state"]).toMatchObject({ sizeBytes: expect.any(Number) });
		expect(Number((status["state"] as { sizeBytes: number }).sizeBytes)).toBeGreaterThan(gibibyte);

		const sockets = await hand.expect(
			"cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6",
		);
		expect(sockets).toMatch(/local_address/);
		expect(openPorts(sockets)).toEqual(allowedPorts);

		const machineId = await hand.expect("cat /etc/machine-id");
		expect(machineId).toMatch(/^[0-9a-f]{32}$/);
		await hand.expect("echo kept >/var/lib/lab-kept; echo kept >/etc/lab-kept; sync");
		await hand.run("systemctl --no-block reboot");
		const second = await nextChoice(machine.serial);
		expect(second).toMatchObject({ slot: "A" });
		expect(second.counts).toContain("unproven 0 -> 1");
		expect(await waitForProven(machine)).toBe("A");
		expect(await hand.expect("cat /etc/machine-id")).toBe(machineId);
		expect(await hand.expect("cat /var/lib/lab-kept /etc/lab-kept")).toBe("kept\nkept");

		await hand.expect("killall -SEGV soma-agent");
		await machine.serial.waitFor(consoleLines.ready, { failOn: /soma-selector:/ });

		await machine.powerOff(); // by the power button
		expect((await withDisk(machine, readAttributes)).A).toEqual({
			priority: 1,
			tries: 0,
			successful: true,
			unproven: 0,
		});
		const loaded = await withDisk(machine, readTable);
		expect(isTableSound(loaded), JSON.stringify(loaded.problems)).toBe(true);
	});
});
