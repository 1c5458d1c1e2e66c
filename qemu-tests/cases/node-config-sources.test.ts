import { expect, test } from "vitest";
import { readBuild } from "../lab/build.ts";
import { configDrive } from "../lab/config-drive.ts";
import { openHttpServer } from "../lab/http-server.ts";
import { ignitionConfig } from "../lab/ignition.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { openSite } from "../lab/site.ts";
import { freshNode, nodeMachine, provisionLines, waitForProven } from "../lab/soma-node.ts";
import { openSwitch } from "../lab/switch.ts";

function configOf(name: string): string {
	return ignitionConfig({ files: { "/etc/lab-source": name } });
}

/** Lets the node come up and gives what its configuration and its record say. */
async function comeUp(machine: Machine): Promise<{ greeting: string; source: unknown }> {
	await nextChoice(machine.serial);
	await machine.serial.waitFor(provisionLines.configured);
	await waitForProven(machine);
	const record = JSON.parse(await machine.hand.expect("cat /var/lib/soma/provisioned.json"));
	return { greeting: await machine.hand.expect("cat /etc/lab-source"), source: record.source };
}

async function resetAndOff(machine: Machine): Promise<void> {
	await machine.hand.expect(
		'echo \'{"format":1,"requestedAtSeconds":1}\' >/var/lib/soma/reset.json; sync',
	);
	await machine.shutDown();
}

test("a configuration comes from where DHCP option 224 says, on one of two cards", async () => {
	const server = await openHttpServer();
	const card = "52:54:00:5a:01:01";
	server.route(`/${card}.ign`, { kind: "text", text: configOf("by DHCP") });
	const network = openSwitch(7);
	const path = await network.openPort("node");
	const siteSpec = {
		mac: "52:54:00:5a:00:01",
		addresses: { plain: "192.0.2.1" },
		lease: {
			...{ address: "192.0.2.77", domain: "site.example.com" },
			configUrl: `${server.guestUrl}/{mac}.ign`,
		},
		names: {},
		nowMs: () => Date.now(),
	};
	const site = openSite(siteSpec, await network.openPort("site"));
	const spec = await nodeMachine("node-config-dhcp", "", {
		disks: [freshNode(readBuild())],
		nics: [
			{ kind: "switch", path, mac: card },
			{ kind: "user", mac: "52:54:00:5a:01:02" },
		],
	});
	try {
		await withMachine(spec, async (machine) => {
			await machine.powerOn();
			expect(await comeUp(machine)).toEqual({ greeting: "by DHCP", source: "dhcp" });
		});
	} finally {
		site.close();
		await network.close();
		await server.close();
	}
});

test("a configuration comes by fw_cfg, config drive, and a URL that names another", async () => {
	const server = await openHttpServer({
		"/merged.ign": { kind: "text", text: configOf("merged") },
	});
	const byUrl = ignitionConfig({ merge: [`${server.guestUrl}/merged.ign`] });
	server.route("/moved.ign", { kind: "text", text: byUrl });
	server.route("/uuid.ign", {
		kind: "text",
		text: "",
		status: 302,
		headers: { location: "/moved.ign" },
	});
	const spec = await nodeMachine("node-config-sources", "", {
		disks: [freshNode(readBuild()), await configDrive(configOf("drive"))],
		nics: [{ kind: "user", mac: "52:54:00:12:34:57" }],
		firmwareConfig: { "opt/com.coreos/config": configOf("firmware") },
	});
	try {
		await withMachine(spec, async (machine) => {
			await machine.powerOn();
			expect(await comeUp(machine)).toEqual({ greeting: "firmware", source: "fw-cfg" });
			await resetAndOff(machine);
			await machine.powerOn({ firmwareConfig: {} });
			expect(await comeUp(machine)).toEqual({ greeting: "drive", source: "config-drive" });
			await resetAndOff(machine);
			const url = `${server.guestUrl}/uuid.ign`;
			const credential = "opt/io.systemd.credentials/soma.config-url";
			await machine.powerOn({ firmwareConfig: { [credential]: url } });
			expect(await comeUp(machine)).toEqual({ greeting: "merged", source: "credential" });
		});
	} finally {
		await server.close();
	}
});
