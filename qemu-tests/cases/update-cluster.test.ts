import { expect, test } from "vitest";
import { defaultNodeConfig } from "../../userland/core/config/node-config.ts";
import { extraUnit, wantedBy } from "../lab/credentials.ts";
import { expectReason, updatedNode } from "../lab/failing-release.ts";
import { withMachine } from "../lab/machine.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";

/** Where the operator's command finds its answer: an exit code. Without one it gives no answer. */
const wordPath = "/run/lab-word";

test("what the cluster refuses is left at once; its silence changes nothing", async () => {
	const spec = await updatedNode("cluster", "good", {
		credentials: [
			extraUnit("lab-node-config.service", nodeConfigUnit),
			wantedBy("soma-agent.service", ["lab-node-config.service"]),
		],
	});
	await withMachine(spec, async (machine) => {
		for (const outage of [1, 2]) {
			await machine.powerOn();
			expect((await nextChoice(machine.serial)).slot, `outage ${outage}`).toBe("B");
			await machine.serial.waitFor(/this start does not count/, { timeoutMs: timeouts.bootMs });
			await machine.hand.expect(`soma slot show B | grep -q 'tries *1'`);
			await machine.powerCut();
		}
		await machine.powerOn();
		expect((await nextChoice(machine.serial)).slot).toBe("B");
		await machine.serial.waitFor(/this start does not count/, { timeoutMs: timeouts.bootMs });
		const startedAt = performance.now();
		await machine.hand.expect(`echo 1 > ${wordPath}`);
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		expect(await waitForProven(machine)).toBe("A");
		reportSeconds("back-after-refusal", performance.now() - startedAt);
		await expectReason(machine, "refusal", { class: "cluster", because: /the shop is closed/ });
	});
});

const command = `echo the shop is closed; exit $(/run/lab/bin/busybox cat ${wordPath} || echo 2)`;
const nodeConfig = JSON.stringify({
	...defaultNodeConfig,
	update: { channel: "stable", proveCommand: ["/run/lab/bin/busybox", "sh", "-c", command] },
});
const encoded = Buffer.from(nodeConfig).toString("base64");
const nodeConfigUnit = `[Unit]
Description=Configuration of the lab
DefaultDependencies=no
RequiresMountsFor=/run/lab /etc
ConditionPathExists=!/etc/initrd-release
Before=soma-agent.service soma-prove.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/run/lab/bin/busybox sh -c 'PATH=/run/lab/bin; mkdir -p /etc/soma; \
echo ${encoded} | base64 -d > /etc/soma/node.json'
`;
