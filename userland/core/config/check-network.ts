import { parseIpAddress, parseIpNetwork } from "../../lib/ip-address.ts";
import { nearest } from "../../lib/nearest.ts";
import { findNotOne, findRepeated, itemsOf, type Named } from "./findings.ts";
import { hardwareAddress, linkName } from "./judges.ts";
import type { Finding } from "./problem.ts";
import type { Config } from "./schema/config.ts";

/** The section `soma.network` as it was read. */
export type Network = NonNullable<NonNullable<Config["soma"]>["network"]>;
type Link = NonNullable<NonNullable<Network["links"]>[number]>;
/** What links, bonds and VLANs have in common. */
export type Addressing = Omit<Link, "name" | "mac">;

const at = "soma.network";

/** Links, bonds and VLANs against each other. */
export function checkNetwork(network: Network): Finding[] {
	const links = itemsOf(network.links, `${at}.links`);
	const bonds = itemsOf(network.bonds, `${at}.bonds`);
	const vlans = itemsOf(network.vlans, `${at}.vlans`);
	const names = [
		...links.flatMap(({ item, path }) => namesOf([item.name, item.mac?.toLowerCase()], path)),
		...bonds.flatMap(({ item, path }) => [
			...namesOf([item.name], path),
			...itemsOf(item.members, `${path}.members`).flatMap((member) =>
				namesOf([member.item.toLowerCase()], member.path),
			),
		]),
		...vlans.flatMap(({ item, path }) => namesOf([item.name], path)),
	];
	const carriers = [
		...links.flatMap(({ item }) => [item.name, item.mac?.toLowerCase()]),
		...bonds.map(({ item }) => item.name),
	].filter((name) => name !== undefined);
	return [
		...links.flatMap(({ item, path }) => findNotOne(item, ["name", "mac"], path)),
		...findRepeated(names, "the link"),
		...bonds.flatMap(({ item, path }) =>
			itemsOf(item.members, `${path}.members`).flatMap((member) =>
				judgeLink(member.item, member.path),
			),
		),
		...bonds
			.filter(({ item }) => item.members?.length === 0)
			.map(({ path }) => ({ path: `${path}.members`, message: "a bond without members" })),
		...vlans.flatMap(({ item, path }) => checkCarrier(item.over, `${path}.over`, carriers)),
		...findRepeated(
			vlans.flatMap(({ item, path }) =>
				item.id === undefined || item.over === undefined
					? []
					: [{ name: `${item.id} over ${item.over}`, path: `${path}.id` }],
			),
			"VLAN",
		),
		...checkAddressing([...links, ...bonds, ...vlans]),
	];
}

function namesOf(names: readonly (string | undefined)[], path: string): Named[] {
	return names.flatMap((name) => (name === undefined ? [] : [{ name, path }]));
}

/** A link by its name or its hardware address. */
function judgeLink(text: string, path: string): Finding[] {
	const complaint = text.includes(":") ? hardwareAddress(text) : linkName(text);
	return complaint === undefined ? [] : [{ path, ...complaint }];
}

function checkCarrier(
	over: string | undefined,
	path: string,
	carriers: readonly string[],
): Finding[] {
	if (over === undefined || carriers.includes(over) || carriers.includes(over.toLowerCase())) {
		return [];
	}
	const guess = nearest(over, carriers);
	const hint =
		guess === undefined
			? "add it to soma.network.links, with `dhcp: none` if it has no address of its own"
			: `did you mean ${guess}?`;
	return [{ path, message: `${over} is neither a link nor a bond of this configuration`, hint }];
}

function checkAddressing(
	links: readonly { readonly item: Addressing; readonly path: string }[],
): Finding[] {
	const addresses = links.flatMap(({ item, path }) =>
		itemsOf(item.addresses, `${path}.addresses`).map((address) => ({
			name: address.item.replace(/\/.*/, "").toLowerCase(),
			path: address.path,
		})),
	);
	return [
		...findRepeated(addresses, "the address"),
		...links.flatMap(({ item, path }) => [
			...checkGateways(item, `${path}.gateways`),
			...checkRoutes(item, `${path}.routes`),
			...checkMtu(item, `${path}.mtu`),
		]),
	];
}

function checkGateways(item: Addressing, path: string): Finding[] {
	const gateways = itemsOf(item.gateways, path).map((gateway) => ({
		path: gateway.path,
		family: parseIpAddress(gateway.item)?.family,
	}));
	const families = new Set(
		itemsOf(item.addresses, "").map((address) => parseIpNetwork(address.item)?.family),
	);
	return [
		...findRepeated(
			gateways.map(({ family, path: place }) => ({ name: `of IPv${family}`, path: place })),
			"a default router",
		),
		...gateways
			.filter(({ family }) => !families.has(family))
			.map(({ family, path: place }) => ({
				path: place,
				message: `the link has no static address of IPv${family}, so the router is out of reach`,
				hint: "add an address; with DHCP the router comes along",
			})),
	];
}

function checkRoutes(item: Addressing, path: string): Finding[] {
	return itemsOf(item.routes, path).flatMap(({ item: route, path: place }) => {
		const to = parseIpNetwork(route.to ?? "")?.family;
		const via = route.via === undefined ? undefined : parseIpAddress(route.via)?.family;
		if (route.to === "default" && via === undefined) {
			return [{ path: place, message: "a default route needs via" }];
		}
		return to !== undefined && via !== undefined && to !== via
			? [{ path: `${place}.via`, message: `is of IPv${via}, but the network of IPv${to}` }]
			: [];
	});
}

function checkMtu(item: Addressing, path: string): Finding[] {
	return item.mtu !== undefined && item.mtu < 1280
		? [{ path, message: "IPv6 needs packets of 1280 bytes at least", hint: "1280 or more" }]
		: [];
}
