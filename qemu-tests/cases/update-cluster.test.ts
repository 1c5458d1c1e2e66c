import { expect, test } from "vitest";
import { expectReason, updatedNode } from "../lab/failing-release.ts";
import { withMachine } from "../lab/machine.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";
import { configuredForUpdates } from "../lab/update-config.ts";

/** Where the operator's command finds its answer: an exit code. Without one it gives no answer. */
const wordPath = "/run/lab-word";

test("what the cluster refuses is left at once; its silence changes nothing", async () => {
	const spec = await updatedNode("cluster", "good", {
		credentials: configuredForUpdates({
			proveCommand: ["/run/lab/bin/busybox", "sh", "-c", command],
		}),
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
