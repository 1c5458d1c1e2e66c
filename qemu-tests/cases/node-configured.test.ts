import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readBuild } from "../lab/build.ts";
import { ignitionConfig, markingUnit } from "../lab/ignition.ts";
import { withMachine } from "../lab/machine.ts";
import { withOperator } from "../lab/operator.ts";
import { nicOf } from "../lab/operator-node.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import {
	consoleLines,
	freshNode,
	nodeMachine,
	provisionLines,
	waitForProven,
} from "../lab/soma-node.ts";

const node = {
	format: 1,
	role: "worker",
	labels: { rack: "7" },
	update: { channel: "beta" },
	api: { shell: false, port: 7443, enrolPort: 7444, names: [] },
};
const firstConfig = (ticket: string): string =>
	ignitionConfig({
		files: {
			"/etc/soma/node.json": JSON.stringify(node),
			"/etc/lab-greeting": "first",
			"/var/lib/lab-data": "data",
			"/etc/soma/ticket": ticket,
		},
		units: { "lab-first.service": markingUnit("/run/lab-first-ran") },
		users: ["fleetop"],
	});
const second = ignitionConfig({
	files: { "/etc/lab-greeting": "second" },
	units: { "lab-second.service": markingUnit("/run/lab-second-ran") },
});

/** Waits for the mark of a unit, and shows the unit when it does not come. */
function marked(name: string): string {
	return [
		`for second in $(seq 60); do test -e /run/lab-${name}-ran && exit 0; sleep 1; done`,
		`systemctl status --no-pager --full lab-${name}.service; exit 1`,
	].join("\n");
}

function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

test("a node is configured once, by its strongest source, again only after a reset", async () => {
	await withOperator(async (operator) => {
		const first = firstConfig(await operator.soma("pki", "ticket", "founder"));
		const spec = await nodeMachine("node-configured", "", {
			disks: [freshNode(readBuild())],
			nics: [nicOf(operator)],
			credentials: [{ name: "soma.config", text: first }],
		});
		await withMachine(spec, async (machine) => {
			const { hand, serial } = machine;
			const startedAt = performance.now();
			await machine.powerOn();
			await serial.waitFor(provisionLines.configured);
			await waitForProven(machine);
			reportSeconds("configured-first-boot-to-proven", performance.now() - startedAt);
			const status = JSON.parse(await hand.expect("soma status --json"));
			expect(status).toMatchObject({
				node: { role: "worker", labels: { rack: "7" } },
				provisioning: {
					source: "credential",
					place: "credential soma.config",
					configSha256: sha256(first),
				},
			});
			expect(await hand.expect("cat /etc/lab-greeting /var/lib/lab-data")).toBe("firstdata");
			expect(await hand.expect("grep ^fleetop: /etc/passwd")).toMatch(
				/^fleetop:x:1000:1000::\/\w+\/fleetop:\/usr\/sbin\/nologin$/,
			);
			const home = await hand.expect("grep ^fleetop: /etc/passwd | cut -d: -f6");
			expect(await hand.expect(`stat -c '%a %u' ${home}`)).toBe("700 1000");
			await hand.expect(marked("first"));
			// Only what the configuration named was enabled in /etc; the image's units are as they were.
			expect(await hand.expect("cd /etc/systemd/system && find . -type l")).toBe(
				"./multi-user.target.wants/lab-first.service",
			);
			// Nothing with its secrets is left.
			expect((await hand.run("test -e /run/soma/provision")).exitCode).toBe(1);
			const record = await hand.expect("cat /var/lib/soma/provisioned.json");
			expect((await hand.run("test -e /var/lib/soma/provisioning.json")).exitCode).toBe(1);
			const machineId = await hand.expect("cat /etc/machine-id");

			await hand.expect("echo changed >/etc/lab-greeting; sync");
			await serial.waitFor(consoleLines.api);
			const logs = operator.follow("logs", "--follow");
			await logs.waitFor(/./);
			const reboot = await operator.soma("reboot", "--yes", "--wait");
			expect(reboot).toMatch(/^up again after .*: version \d+, slot A$/m);
			await nextChoice(serial);
			await waitForProven(machine);
			await logs.waitFor(/kernel: Linux version[\s\S]*soma-agent: ready/);
			await logs.end();
			expect(await hand.expect("cat /etc/lab-greeting")).toBe("changed");
			expect(await hand.expect("cat /var/lib/soma/provisioned.json")).toBe(record);
			expect((await hand.run("test -e /run/soma/provision.json")).exitCode).toBe(1);
			await hand.expect(marked("first"));

			// The ESP beats SMBIOS. A reset lets everything but the machine-id go.
			const encoded = Buffer.from(second).toString("base64");
			await hand.expect(
				[
					"mkdir /run/esp && mount -t vfat /dev/vda1 /run/esp && mkdir -p /run/esp/soma",
					`echo ${encoded} | base64 -d >/run/esp/soma/soma.config.cred && umount /run/esp`,
				].join("\n"),
			);
			expect(await operator.soma("reset", "--yes")).toBe(
				"the node restarts, forgets everything and configures itself again\n",
			);
			await nextChoice(serial);
			await serial.waitFor(/soma-provision: STATE is cleared/);
			await serial.waitFor(provisionLines.configured);
			await waitForProven(machine);
			expect(await hand.expect("cat /etc/lab-greeting")).toBe("second");
			expect(await hand.expect("cat /etc/machine-id")).toBe(machineId);
			await hand.expect(marked("second"));
			const gone = `/run/lab-first-ran /etc/soma/node.json /var/lib/lab-data ${home}`;
			for (const path of [...gone.split(" "), "/var/lib/soma/reset.json", "/etc/soma/ticket"]) {
				expect((await hand.run(`test -e ${path}`)).exitCode, path).toBe(1);
			}
			expect((await hand.run("grep ^fleetop: /etc/passwd")).exitCode).toBe(1);
			expect(JSON.parse(await hand.expect("soma status --json"))).toMatchObject({
				provisioning: { source: "esp", configSha256: sha256(second) },
			});
		});
	});
});
