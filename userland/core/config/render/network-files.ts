import type { Addressing, Network } from "../check-network.ts";
import { valuesOf } from "../findings.ts";
import type { SomaFile } from "./soma-files.ts";

/** Lines below a section of a file of systemd; a section without lines is left out. */
type Section = readonly [name: string, lines: readonly string[]];

const folder = "/etc/systemd/network";

/** The files of systemd-networkd and systemd-resolved for the section `soma.network`. */
export function networkFiles(network: Network): SomaFile[] {
	const links = valuesOf(network.links);
	const bonds = valuesOf(network.bonds);
	const vlans = valuesOf(network.vlans);
	/** The VLANs that a link or bond carries. */
	const carried = (...names: readonly (string | undefined)[]): string[] =>
		vlans
			.filter(({ over }) => names.some((name) => name?.toLowerCase() === over?.toLowerCase()))
			.map(({ name }) => `VLAN=${name}`);
	return [
		...resolverFile(network),
		...links.map((link) =>
			networkFile(
				link.name ?? link.mac ?? "",
				linkSections(link, carried(link.name, link.mac)),
				"soma.network.links",
			),
		),
		...bonds.flatMap((bond) => {
			const { name = "", mtu } = bond;
			return [
				device(name, bondSections(bond), "soma.network.bonds"),
				networkFile(name, linkSections(bond, carried(name)), "soma.network.bonds"),
				...valuesOf(bond.members).map((member) =>
					networkFile(member, memberSections(name, mtu), "soma.network.bonds"),
				),
			];
		}),
		...vlans.flatMap((vlan) => {
			const { name = "", id = 0 } = vlan;
			const sections: Section[] = [
				["NetDev", [`Name=${name}`, "Kind=vlan"]],
				["VLAN", [`Id=${id}`]],
			];
			return [
				device(name, sections, "soma.network.vlans"),
				networkFile(name, linkSections(vlan, []), "soma.network.vlans"),
			];
		}),
	];
}

function resolverFile({ dns, domains }: Network): SomaFile[] {
	const lines = [...spaced("DNS", valuesOf(dns)), ...spaced("Domains", valuesOf(domains))];
	const path = "/etc/systemd/resolved.conf.d/50-soma.conf";
	return lines.length === 0
		? []
		: [{ path, mode: 0o644, text: format([["Resolve", lines]]), from: "soma.network.dns" }];
}

function networkFile(link: string, sections: readonly Section[], from: string): SomaFile {
	const isAddress = link.includes(":");
	const match = isAddress ? `PermanentMACAddress=${link.toLowerCase()}` : `Name=${link}`;
	const name = isAddress ? link.toLowerCase().replaceAll(":", "") : link;
	const text = format([["Match", [match]], ...sections]);
	return { path: `${folder}/20-soma-${name}.network`, mode: 0o644, text, from };
}

function device(name: string, sections: readonly Section[], from: string): SomaFile {
	const path = `${folder}/10-soma-${name}.netdev`;
	return { path, mode: 0o644, text: format(sections), from };
}

/** What a link of any kind gets: addresses, routes, name servers. */
function linkSections(link: Addressing, vlans: readonly string[]): Section[] {
	const addresses = valuesOf(link.addresses);
	const dhcp = link.dhcp ?? (addresses.length === 0 ? "both" : "none");
	const dhcpWord = { both: "yes", ipv4: "ipv4", ipv6: "ipv6", none: "no" }[dhcp];
	const routers = link.accept_ra ?? true;
	const domains: Section[1] = ["UseDomains=yes"];
	return [
		[
			"Link",
			[
				...(link.mtu === undefined ? [] : [`MTUBytes=${link.mtu}`]),
				...(link.required === false ? ["RequiredForOnline=no"] : []),
			],
		],
		[
			"Network",
			[
				`DHCP=${dhcpWord}`,
				`IPv6AcceptRA=${routers ? "yes" : "no"}`,
				"LLMNR=no",
				"MulticastDNS=no",
				...addresses.map((address) => `Address=${address}`),
				...valuesOf(link.gateways).map((router) => `Gateway=${router}`),
				...valuesOf(link.dns).map((server) => `DNS=${server}`),
				...spaced("Domains", valuesOf(link.domains)),
				...spaced("NTP", valuesOf(link.ntp)),
				...vlans,
			],
		],
		...valuesOf(link.routes).map(routeSection),
		...(dhcp === "both" || dhcp === "ipv4"
			? [["DHCPv4", ["ClientIdentifier=mac", ...domains]] as const]
			: []),
		...(dhcp === "both" || dhcp === "ipv6" ? [["DHCPv6", domains] as const] : []),
		...(routers ? [["IPv6AcceptRA", domains] as const] : []),
	];
}

type Route = NonNullable<NonNullable<Addressing["routes"]>[number]>;

function routeSection({ to = "default", via, metric }: Route): Section {
	// Of `default` alone, systemd cannot tell the family.
	const family = via?.includes(":") === true ? "::/0" : "0.0.0.0/0";
	return [
		"Route",
		[
			`Destination=${to === "default" ? family : to}`,
			...(via === undefined ? [] : [`Gateway=${via}`]),
			...(metric === undefined ? [] : [`Metric=${metric}`]),
		],
	];
}

type Bond = NonNullable<NonNullable<Network["bonds"]>[number]>;

function bondSections({ name = "", mode, monitor_ms, lacp_rate, hash_policy }: Bond): Section[] {
	return [
		["NetDev", [`Name=${name}`, "Kind=bond"]],
		[
			"Bond",
			[
				`Mode=${mode ?? "active-backup"}`,
				`MIIMonitorSec=${monitor_ms ?? 100}ms`,
				...(lacp_rate === undefined ? [] : [`LACPTransmitRate=${lacp_rate}`]),
				...(hash_policy === undefined ? [] : [`TransmitHashPolicy=${hash_policy}`]),
			],
		],
	];
}

function memberSections(bond: string, mtu: number | undefined): Section[] {
	return [
		["Link", [...(mtu === undefined ? [] : [`MTUBytes=${mtu}`]), "RequiredForOnline=no"]],
		["Network", [`Bond=${bond}`, "LinkLocalAddressing=no", "LLMNR=no", "MulticastDNS=no"]],
	];
}

function spaced(key: string, values: readonly string[]): string[] {
	return values.length === 0 ? [] : [`${key}=${values.join(" ")}`];
}

function format(sections: readonly Section[]): string {
	const parts = sections
		.filter(([, lines]) => lines.length > 0)
		.map(([name, lines]) => `[${name}]\n${lines.join("\n")}\n`);
	return parts.join("\n");
}
