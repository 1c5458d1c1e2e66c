import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readConfig, renderConfig } from "../../userland/core/config/configuration.ts";
import { readBuild } from "../lab/build.ts";
import type { Hand } from "../lab/hand.ts";
import { withMachine } from "../lab/machine.ts";
import type { NicSpec } from "../lab/machine-spec.ts";
import { openPorts } from "../lab/open-ports.ts";
import { reportSeconds } from "../lab/report.ts";
import { openSite } from "../lab/site.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { openSwitch } from "../lab/switch.ts";

const router = "192.0.2.1";
const vlanRouter = "10.0.100.1";
const macs = {
	site: "52:54:00:5a:00:01",
	first: "52:54:00:5a:01:01",
	second: "52:54:00:5a:01:02",
	plain: "52:54:00:5a:02:01",
};
/** The site is a day ahead of the host: who has its time can have it from nowhere else. */
const aheadMs = 24 * 3600 * 1000;
const siteSpec = {
	mac: macs.site,
	addresses: { plain: router, 100: vlanRouter },
	lease: { address: "192.0.2.77", domain: "site.example.com" },
	names: { "db.site.example.com": "192.0.2.5" },
	nowMs: () => Date.now() + aheadMs,
};

const configuration = `
variant: soma
version: 1.0.0
soma:
  network:
    bonds:
      - name: bond0
        members: ["${macs.first}", "${macs.second}"]
        dhcp: none
        required: false
    vlans:
      - {name: storage, id: 100, over: bond0, addresses: [10.0.100.7/24, "2001:db8:100::7/64"]}
`;

/** The files of a configuration, written by the hand as Ignition would at the first boot. */
async function writeFiles(hand: Hand, yaml: string): Promise<void> {
	const none = { bytes: new Map(), findings: [] };
	const rendered = renderConfig(readConfig(new TextEncoder().encode(yaml)), none, (bytes) =>
		gzipSync(bytes),
	);
	expect(rendered).toHaveProperty("text");
	const { storage } = JSON.parse("text" in rendered ? rendered.text : "{}");
	for (const { path, contents } of storage.files) {
		const [, body = ""] = contents.source.split(",");
		const isBase64 = contents.source.startsWith("data:;base64,");
		const bytes = Buffer.from(
			isBase64 ? body : decodeURIComponent(body),
			isBase64 ? "base64" : "utf8",
		);
		const text = contents.compression === "gzip" ? gunzipSync(bytes) : bytes;
		const folder = path.replace(/\/[^/]*$/, "");
		await hand.expect(`mkdir -p ${folder}; echo ${text.toString("base64")} | base64 -d >${path}`);
	}
}

/** Tries a command of the guest until it succeeds, within the hand's own patience. */
function until(command: string): string {
	return `for i in $(seq 100); do ${command} && exit 0; usleep 300000; done; exit 1`;
}

test("DHCP without a configuration; with one, a static address on a VLAN over a bond", async () => {
	const network = openSwitch(7);
	const nics: NicSpec[] = [];
	for (const name of ["first", "second", "plain"] as const) {
		const path = await network.openPort(name);
		nics.push({ kind: "switch", path, mac: macs[name] });
	}
	const site = openSite(siteSpec, await network.openPort("site"));
	try {
		// Only one link gets an answer to DHCP at first: the site has one lease.
		network.partition([
			["plain", "site"],
			["first", "second"],
		]);
		const spec = await nodeMachine("node-network", await ensureProvenDisk(), {
			nics,
			clock: "1970-01-02T00:00:00",
		});
		await withMachine(spec, async (machine) => {
			const startedAt = performance.now();
			await machine.powerOn();
			await waitForProven(machine);
			reportSeconds("boot-with-network-to-proven", performance.now() - startedAt);
			const { hand } = machine;

			const lease = await site.waitFor(({ kind }) => kind === "dhcp-request", "a lease");
			expect(lease.mac).toBe(macs.plain);
			reportSeconds("boot-to-lease", performance.now() - startedAt);
			await hand.expect(until("ip -4 addr | grep -q 'inet 192.0.2.77/24'"));
			expect(await hand.expect("ip route")).toMatch(/^default via 192\.0\.2\.1 /m);

			await site.waitFor(({ kind }) => kind === "ntp", "the time");
			const dayAhead = Math.floor((Date.now() + aheadMs) / 1000) - 3600;
			await hand.expect(until(`[ $(date +%s) -gt ${dayAhead} ]`));
			// The clock of the machine says 1970; the node began with the day of its release.
			const log = await hand.expect("journalctl -b -u systemd-networkd -o short-unix | head -n 1");
			const startSecond = Number(/^(\d+)\.\d+ /.exec(log)?.[1]);
			expect(startSecond).toBeGreaterThanOrEqual(readBuild().epochSeconds);
			expect(startSecond).toBeLessThan(dayAhead);

			expect(await hand.expect("nslookup -type=a db.site.example.com")).toMatch(/192\.0\.2\.5/);
			await site.waitFor(({ detail }) => detail === "db.site.example.com", "a name");
			const sockets = await hand.expect(
				"cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6",
			);
			// Questions that are under way have a port of the ephemeral range for a moment.
			const lasting = openPorts(sockets).filter(({ port }) => port < 32_768);
			expect(lasting).toEqual([{ protocol: "udp", port: 68 }]);

			await writeFiles(hand, configuration);
			await hand.expect("systemctl restart systemd-networkd");
			await hand.expect(until("ip -4 addr show storage | grep -q 10.0.100.7/24"));
			network.heal();
			await hand.expect(until(`ping -c 1 -W 2 ${vlanRouter}`));
			const ping = await site.waitFor(
				({ kind, vlan }) => kind === "ping" && vlan === 100,
				"a ping",
			);
			// A bond has an address of its own, which follows from its name and the machine id.
			expect(await hand.expect("cat /sys/class/net/bond0/address")).toBe(ping.mac);
			expect(ping.detail).toBe(vlanRouter);
			const bond = await hand.expect("cat /proc/net/bonding/bond0");
			expect(bond).toMatch(/fault-tolerance \(active-backup\)/);
			expect(bond).toMatch(/MII Polling Interval \(ms\): 100$/m);
			expect(bond.match(/^Slave Interface: /gm)).toHaveLength(2);
			expect(await hand.expect("cat /proc/net/vlan/storage")).toMatch(/VID: 100[\s\S]*bond0/);
			expect(await hand.expect("ip -6 addr show storage")).toMatch(/2001:db8:100::7\/64/);
			// The link that the configuration does not name keeps its lease.
			await hand.expect(until("ip -4 addr | grep -q 'inet 192.0.2.77/24'"));
			expect(
				site.events.filter(({ kind, vlan }) => kind.startsWith("dhcp") && vlan === 100),
			).toEqual([]);

			// A core dump is kept, within its bounds, and the log says so.
			await hand.expect("sh -c 'kill -SEGV $$'; true");
			await hand.expect(until("ls /var/lib/systemd/coredump | grep -q '^core\\.'"));
			await hand.expect("systemctl is-active systemd-resolved systemd-timesyncd systemd-networkd");
			expect(await hand.expect("systemctl --failed --plain --no-legend --no-pager")).toBe("");
			await machine.powerOff();
		});
	} finally {
		site.close();
		await network.close();
	}
});
