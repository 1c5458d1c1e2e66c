import {
	domainName,
	hardwareAddress,
	hostOrAddress,
	interfaceAddress,
	ipAddress,
	linkName,
	routeDestination,
} from "../judges.ts";
import { boolean, list, map, number, text, words } from "../shape.ts";

const name = (help: string) =>
	({ shape: text("link name", linkName), help, required: true }) as const;

const route = map({
	to: {
		shape: text("network", routeDestination),
		help: "The network, such as 10.0.0.0/8, or default.",
		required: true,
	},
	via: {
		shape: text("address", ipAddress),
		help: "The router; the network is on the link without it.",
	},
	metric: { shape: number(0, 4_294_967_295), help: "Of two routes, the lower number is taken." },
});

/** What links, bonds and VLANs have in common. */
const addressing = {
	dhcp: {
		shape: words("both", "ipv4", "ipv6", "none"),
		help: "Where to get addresses by DHCP; both without static addresses, none with them.",
	},
	accept_ra: {
		shape: boolean,
		help: "Take addresses and routes from IPv6 routers; true without it.",
	},
	addresses: {
		shape: list(text("address with prefix", interfaceAddress)),
		help: "Static addresses, each with the length of its prefix.",
	},
	gateways: {
		shape: list(text("address", ipAddress)),
		help: "Default routers, one for each family.",
	},
	routes: { shape: list(route), help: "Further routes." },
	dns: { shape: list(text("address", ipAddress)), help: "Name servers that this link reaches." },
	domains: {
		shape: list(text("domain", domainName)),
		help: "Domains that are searched, and asked of the name servers of this link.",
	},
	ntp: {
		shape: list(text("host", hostOrAddress)),
		help: "Time servers that this link reaches; soma.ntp is for the whole node.",
	},
	mtu: { shape: number(576, 65_535), help: "The longest packet in bytes." },
	required: {
		shape: boolean,
		help: "false: network-online.target does not wait for it; true without it.",
	},
} as const;

const link = map({
	name: {
		shape: text("link name", linkName),
		help: "The link by its name, such as enp1s0. Give either name or mac.",
	},
	mac: {
		shape: text("hardware address", hardwareAddress),
		help: "The link by the address that it was made with.",
	},
	...addressing,
});

const bond = map({
	name: name("The name of the bond, such as bond0."),
	members: {
		shape: list(text("link name or hardware address")),
		help: "The links in it, by name or hardware address.",
		required: true,
	},
	mode: {
		shape: words(
			...["active-backup", "802.3ad", "balance-rr", "balance-xor", "broadcast"],
			...["balance-tlb", "balance-alb"],
		),
		help: "How the links share the work; active-backup without it, which any switch takes.",
	},
	monitor_ms: {
		shape: number(10, 10_000),
		help: "How often it is looked whether a link is up, in milliseconds; 100 without it.",
	},
	lacp_rate: { shape: words("slow", "fast"), help: "For 802.3ad: how often the ends talk." },
	hash_policy: {
		shape: words("layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4"),
		help: "For 802.3ad, balance-xor and balance-tlb: what decides which link a packet takes.",
	},
	...addressing,
});

const vlan = map({
	name: name("The name of the VLAN's link, such as vlan100."),
	id: { shape: number(1, 4094), help: "The number of the VLAN.", required: true },
	over: {
		shape: text("link name or hardware address"),
		help: "The link or bond that carries it, as it is named there.",
		required: true,
	},
	...addressing,
});

/** The section `soma.network`. Links that it does not name keep the default. */
export const network = map({
	links: { shape: list(link), help: "Ethernet links." },
	bonds: { shape: list(bond), help: "Several links as one." },
	vlans: { shape: list(vlan), help: "VLANs (IEEE 802.1Q) over links or bonds." },
	dns: {
		shape: list(text("address", ipAddress)),
		help: "Name servers of the whole node, besides those of links and DHCP.",
	},
	domains: { shape: list(text("domain", domainName)), help: "Domains that are searched." },
});
