import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readConfig, renderConfig } from "./configuration.ts";

const head = "variant: soma\nversion: 1.0.0\n";

function render(yaml: string, files: Readonly<Record<string, string>> = {}): unknown {
	const bytes = new Map(
		Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]),
	);
	const read = readConfig(new TextEncoder().encode(yaml));
	const rendered = renderConfig(read, { bytes, findings: [] }, (data) => gzipSync(data));
	return "text" in rendered ? JSON.parse(rendered.text) : rendered.problems;
}

/** The text of a data URL of Ignition. */
function decode(contents: { source: string; compression: string }): string {
	const [, base64, body = ""] = /^data:(;base64)?,(.*)$/s.exec(contents.source) ?? [];
	const bytes =
		base64 === undefined ? Buffer.from(decodeURIComponent(body)) : Buffer.from(body, "base64");
	return (contents.compression === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");
}

interface RenderedFile {
	readonly path: string;
	readonly mode: number;
	readonly contents: { source: string; compression: string };
}

/** The files of a rendered configuration by path. */
function filesOf(yaml: string, local: Readonly<Record<string, string>> = {}): Map<string, string> {
	const { storage } = render(`${head}${yaml}`, local) as { storage: { files: RenderedFile[] } };
	return new Map(
		storage.files.map(({ path, mode, contents }) => [
			`${path} ${mode.toString(8)}`,
			decode(contents),
		]),
	);
}

test("Butane's keys become Ignition's", () => {
	const yaml = `${head}
ignition:
  timeouts: {http_response_headers: 20, http_total: 100}
  proxy: {https_proxy: "https://proxy.example.com", no_proxy: [example.com]}
  config:
    merge: [{source: "https://example.com/a.ign", verification: {hash: "sha256-${"0".repeat(64)}"}}]
storage:
  directories: [{path: /srv/a, user: {id: 5}}]
  links: [{path: /etc/localtime, target: ../usr/share/zoneinfo/UTC}]
  files:
    - path: /etc/a
      mode: 0600
      contents:
        source: https://example.com/a
        http_headers: [{name: X-A, value: b}]
  disks:
    - device: /dev/disk/by-id/x
      wipe_table: true
      partitions:
        - {label: data, size_mib: 100, start_mib: 0, guid: 0FC63DAF-8483-4772-8E79-3D69D8477DE4}
systemd:
  units:
    - {name: a.service, mask: true}
    - {name: b.service, dropins: [{name: x.conf, contents: "[Service]\\nNice=1"}]}
passwd:
  users: [{name: web, home_dir: /srv/web, no_create_home: true, password_hash: "$y$j9T$a$b"}]
`;
	expect(render(yaml)).toEqual({
		ignition: {
			version: "3.3.0",
			timeouts: { httpResponseHeaders: 20, httpTotal: 100 },
			proxy: { httpsProxy: "https://proxy.example.com", noProxy: ["example.com"] },
			config: {
				merge: [
					{
						source: "https://example.com/a.ign",
						compression: "",
						verification: { hash: `sha256-${"0".repeat(64)}` },
					},
				],
			},
		},
		storage: {
			directories: [{ path: "/srv/a", mode: 0o755, user: { id: 5 } }],
			links: [{ path: "/etc/localtime", target: "../usr/share/zoneinfo/UTC" }],
			files: [
				{
					path: "/etc/a",
					mode: 0o600,
					contents: {
						source: "https://example.com/a",
						compression: "",
						httpHeaders: [{ name: "X-A", value: "b" }],
					},
				},
			],
			disks: [
				{
					device: "/dev/disk/by-id/x",
					wipeTable: true,
					partitions: [
						{
							label: "data",
							sizeMiB: 100,
							startMiB: 0,
							guid: "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
						},
					],
				},
			],
		},
		systemd: {
			units: [
				{ name: "a.service", mask: true },
				{ name: "b.service", dropins: [{ name: "x.conf", contents: "[Service]\nNice=1" }] },
			],
		},
		passwd: {
			users: [{ name: "web", homeDir: "/srv/web", noCreateHome: true, passwordHash: "$y$j9T$a$b" }],
		},
	});
});

test("a configuration without a soma section writes nothing of ours", () => {
	expect(render(head)).toEqual({ ignition: { version: "3.3.0" } });
});

test("the soma section becomes files, the ticket for root alone", () => {
	const files = filesOf(
		`
soma:
  hostname: n1
  cluster: home
  role: worker
  labels: {zone: east}
  ticket_local: t
  update: {channel: beta, window: {start: "02:30", duration_minutes: 60}}
  api: {shell: true, enrol_port: 9000, names: [a.example.com]}
  ntp: [ntp.example.com, 192.0.2.1]
  proxy: {https: "http://p.example.com:1/", no: [example.com]}
`,
		{ t: "soma-join-1.abc\n\n" },
	);
	expect(JSON.parse(files.get("/etc/soma/node.json 644") ?? "")).toEqual({
		format: 1,
		hostname: "n1",
		cluster: "home",
		role: "worker",
		labels: { zone: "east" },
		update: {
			channel: "beta",
			window: {
				days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
				start: "02:30",
				durationMinutes: 60,
				timezone: "UTC",
			},
		},
		api: { shell: true, port: 7443, enrolPort: 9000, names: ["a.example.com"] },
		ntp: ["ntp.example.com", "192.0.2.1"],
		proxy: { https: "http://p.example.com:1/", no: ["example.com"] },
	});
	files.delete("/etc/soma/node.json 644");
	expect(Object.fromEntries(files)).toEqual({
		"/etc/hostname 644": "n1\n",
		"/etc/soma/ticket 600": "soma-join-1.abc\n",
		"/etc/systemd/timesyncd.conf.d/50-soma.conf 644": "[Time]\nNTP=ntp.example.com 192.0.2.1\n",
		"/etc/systemd/system.conf.d/50-soma.conf 644":
			'[Manager]\nDefaultEnvironment="HTTPS_PROXY=http://p.example.com:1/" ' +
			'"https_proxy=http://p.example.com:1/" ' +
			'"NO_PROXY=localhost,127.0.0.1,::1,example.com" ' +
			'"no_proxy=localhost,127.0.0.1,::1,example.com"\n',
	});
});

test("bonds, VLANs, routes and name servers become files of systemd", () => {
	const files = filesOf(`
soma:
  network:
    dns: [192.0.2.53]
    domains: [example.com]
    links: [{name: eth0, dhcp: ipv4, accept_ra: false, mtu: 9000, required: false}]
    bonds:
      - name: bond0
        members: [eth1, "52:54:00:AA:00:01"]
        mode: 802.3ad
        lacp_rate: fast
        dhcp: none
    vlans:
      - name: v7
        id: 7
        over: bond0
        addresses: [192.0.2.7/24]
        gateways: [192.0.2.1]
        routes: [{to: default, via: "fe80::1", metric: 5}]
`);
	files.delete("/etc/soma/node.json 644");
	const quiet = "LLMNR=no\nMulticastDNS=no\n";
	const domains = "UseDomains=yes\n";
	const byAddress = "[Match]\nPermanentMACAddress=52:54:00:aa:00:01\n\n";
	const optional = "[Link]\nRequiredForOnline=no\n\n";
	const member = `${optional}[Network]\nBond=bond0\nLinkLocalAddressing=no\n${quiet}`;
	expect(Object.fromEntries(files)).toEqual({
		"/etc/systemd/resolved.conf.d/50-soma.conf 644":
			"[Resolve]\nDNS=192.0.2.53\nDomains=example.com\n",
		"/etc/systemd/network/20-soma-eth0.network 644":
			"[Match]\nName=eth0\n\n[Link]\nMTUBytes=9000\nRequiredForOnline=no\n\n" +
			`[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n${quiet}\n[DHCPv4]\nClientIdentifier=mac\n${domains}`,
		"/etc/systemd/network/10-soma-bond0.netdev 644":
			"[NetDev]\nName=bond0\nKind=bond\n\n" +
			"[Bond]\nMode=802.3ad\nMIIMonitorSec=100ms\nLACPTransmitRate=fast\n",
		"/etc/systemd/network/20-soma-bond0.network 644":
			`[Match]\nName=bond0\n\n[Network]\nDHCP=no\nIPv6AcceptRA=yes\n${quiet}VLAN=v7\n` +
			`\n[IPv6AcceptRA]\n${domains}`,
		"/etc/systemd/network/20-soma-eth1.network 644": `[Match]\nName=eth1\n\n${member}`,
		"/etc/systemd/network/20-soma-525400aa0001.network 644": `${byAddress}${member}`,
		"/etc/systemd/network/10-soma-v7.netdev 644": "[NetDev]\nName=v7\nKind=vlan\n\n[VLAN]\nId=7\n",
		"/etc/systemd/network/20-soma-v7.network 644":
			`[Match]\nName=v7\n\n[Network]\nDHCP=no\nIPv6AcceptRA=yes\n${quiet}` +
			"Address=192.0.2.7/24\nGateway=192.0.2.1\n" +
			`\n[Route]\nDestination=::/0\nGateway=fe80::1\nMetric=5\n\n[IPv6AcceptRA]\n${domains}`,
	});
});

test("extra authorities are one file, named to Bun, and trusted while fetching", () => {
	const pem = `-----BEGIN CERTIFICATE-----\nMII${"A".repeat(133)}\n-----END CERTIFICATE-----\n`;
	const yaml = `soma: {ca_certificates: [{local: a}, {local: b}]}`;
	const files = filesOf(yaml, { a: pem, b: pem.replaceAll("AAA", "BBB") });
	expect(files.get("/etc/ssl/certs/soma-extra.pem 644")).toBe(
		`${pem}${pem.replaceAll("AAA", "BBB")}`,
	);
	expect(files.get("/etc/systemd/system.conf.d/50-soma.conf 644")).toBe(
		'[Manager]\nDefaultEnvironment="NODE_EXTRA_CA_CERTS=/etc/ssl/certs/soma-extra.pem"\n',
	);
	const { ignition } = render(`${head}${yaml}`, { a: pem, b: pem.replaceAll("AAA", "BBB") }) as {
		ignition: { security: { tls: { certificateAuthorities: unknown[] } } };
	};
	expect(ignition.security.tls.certificateAuthorities).toHaveLength(2);
});

test("contents take the shortest form", () => {
	const files = (text: string): unknown =>
		(
			render(
				`${head}storage: {files: [{path: /a, contents: {inline: ${JSON.stringify(text)}}}]}`,
			) as {
				storage: { files: RenderedFile[] };
			}
		).storage.files[0]?.contents;
	expect(files("a b")).toEqual({ source: "data:,a%20b", compression: "" });
	expect(files("\u0001")).toEqual({
		source: "data:,%01",
		compression: "",
	});
	expect(files("ü".repeat(10))).toEqual({
		source: `data:;base64,${Buffer.from("ü".repeat(10)).toString("base64")}`,
		compression: "",
	});
	expect(files("long ".repeat(100))).toMatchObject({ compression: "gzip" });
});

test("a mount unit is made where it is asked for", () => {
	const { systemd } = render(`${head}
storage:
  filesystems:
    - {device: /dev/disk/by-partlabel/d, path: "/srv/a b-c", format: ext4, with_mount_unit: true}
    - {device: /dev/disk/by-partlabel/s, format: swap, with_mount_unit: true}
`) as { systemd: { units: { name: string; contents: string }[] } };
	expect(systemd.units.map(({ name }) => name)).toEqual([
		"srv-a\\x20b\\x2dc.mount",
		"dev-disk-by\\x2dpartlabel-s.swap",
	]);
	expect(systemd.units[0]?.contents).toMatch(/^Where=\/srv\/a b-c$/m);
});
