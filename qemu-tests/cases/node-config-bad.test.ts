import { expect, test } from "vitest";
import { readBuild } from "../lab/build.ts";
import { readAttributes } from "../lab/disk-tools.ts";
import { openHttpServer } from "../lab/http-server.ts";
import { ignitionConfig } from "../lab/ignition.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { freshNode, nodeMachine, provisionLines, waitForProven } from "../lab/soma-node.ts";

const waiting = /soma-provision: this node is not configured, and waits/;
const mac = "52:54:00:12:34:56";

test("an unusable configuration is waited for, costs no try, leaves nothing", async () => {
	const server = await openHttpServer();
	const half = ignitionConfig({
		files: { "/etc/lab-half": "half" },
		users: ["halfway"],
		remoteFiles: { "/etc/lab-remote": `${server.guestUrl}/remote` },
	});
	const good = ignitionConfig({ files: { "/etc/lab-good": "good" } });
	const spec = await nodeMachine("node-config-bad", "", {
		disks: [freshNode(readBuild())],
		credentials: [{ name: "soma.config-url", text: `${server.guestUrl}/{mac}.ign` }],
		nics: [{ kind: "user", mac }],
		watchdog: true,
	});
	try {
		await withMachine(spec, async (machine) => {
			const { serial, hand } = machine;
			await machine.powerOn();
			expect((await nextChoice(serial)).counts).toContain("tries 3 -> 2");
			await serial.waitFor(waiting);
			await serial.waitFor(/reason: http:\/\/10\.0\.2\.2:\d+\/52:54:00:12:34:56\.ign is not there/);
			await serial.waitFor(/cure: put the configuration there/);
			await serial.waitFor(/attempt 1 failed; the next one is in \d+ s/);
			server.route(`/${mac}.ign`, { kind: "text", text: '{"ignition":' });
			await serial.waitFor(/reason: .*the configuration is no JSON/);
			server.route(`/${mac}.ign`, { kind: "text", text: half });
			await serial.waitFor(/reason: Ignition's stage files failed: .*resource not found/);

			await machine.powerCut();
			expect((await withDisk(machine, readAttributes)).A).toMatchObject({ tries: 3 });
			await machine.powerOn();
			expect((await nextChoice(serial)).counts).toContain("tries 3 -> 2");
			await serial.waitFor(/soma-provision: STATE is cleared/);
			await serial.waitFor(waiting);
			server.route(`/${mac}.ign`, { kind: "text", text: good });
			await serial.waitFor(provisionLines.configured);
			await waitForProven(machine);
			expect(await hand.expect("cat /etc/lab-good")).toBe("good");
			expect((await hand.run("grep ^halfway: /etc/passwd")).exitCode).toBe(1);
			for (const path of ["/etc/lab-half", "/etc/lab-remote"]) {
				expect((await hand.run(`test -e ${path}`)).exitCode, path).toBe(1);
			}
			expect(JSON.parse(await hand.expect("cat /run/soma/provision.json"))).toMatchObject({
				state: "done",
				attempts: expect.any(Number),
			});
		});
	} finally {
		await server.close();
	}
});
