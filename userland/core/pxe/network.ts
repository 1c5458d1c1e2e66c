import { SomaError } from "../../lib/errors.ts";
import { nearest } from "../../lib/nearest.ts";

/** An IPv4 address of an interface of this machine. */
export interface InterfaceAddress {
	readonly interfaceName: string;
	readonly address: string;
	readonly netmask: string;
}

/** An IPv4 address as a number; undefined when it is none. */
export function parseAddress(text: string): number | undefined {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
	return parts === undefined || parts.some((part) => part > 255)
		? undefined
		: parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The first address of the network that an interface is in. */
export function networkOf({ address, netmask }: InterfaceAddress): string {
	const bits = Number(parseAddress(address)) & Number(parseAddress(netmask));
	return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}

/**
 * The interface that is served, and our address on it.
 * @throws SomaError that names the interfaces or addresses that there are
 */
export function chooseInterface(
	all: readonly InterfaceAddress[],
	interfaceName: string,
	address: string | undefined,
): InterfaceAddress {
	const own = all.filter((candidate) => candidate.interfaceName === interfaceName);
	const names = [...new Set(all.map((candidate) => candidate.interfaceName))];
	if (own.length === 0) {
		const guess = nearest(interfaceName, names);
		throw new SomaError({
			code: "pxe-interface",
			message: `there is no interface ${interfaceName} with an IPv4 address`,
			hint:
				guess === undefined || guess === interfaceName
					? `use one of: ${names.join(", ")}; one without a cable or an address is not seen`
					: `did you mean ${guess}?`,
		});
	}
	const found = address === undefined ? own[0] : own.find((row) => row.address === address);
	if (found === undefined) {
		const known = own.map((row) => row.address).join(", ");
		throw new SomaError({
			code: "pxe-address",
			message: `${interfaceName} does not have the address ${address}`,
			hint: `it has ${known}; add the other one by \`ip address add\` first`,
		});
	}
	return found;
}

/**
 * The two ends of `FIRST-LAST`.
 * @throws SomaError when they are no addresses of the interface's network, or the wrong way round
 */
export function parseRange(
	text: string,
	own: InterfaceAddress,
): { readonly first: string; readonly last: string } {
	const [first = "", last = ""] = text.split("-");
	const problem = rangeProblem(first, last, own);
	if (problem !== undefined) {
		throw new SomaError({
			code: "pxe-range",
			message: `--range ${text}: ${problem}`,
			hint: "give two addresses of the interface's network: --range 192.168.7.100-192.168.7.199",
		});
	}
	return { first, last };
}

function rangeProblem(first: string, last: string, own: InterfaceAddress): string | undefined {
	const [low, high] = [parseAddress(first), parseAddress(last)];
	if (low === undefined || high === undefined) {
		return "it is no range";
	}
	if (low > high) {
		return "its first address is behind its last";
	}
	const network = networkOf(own);
	const isInside = (address: string): boolean => networkOf({ ...own, address }) === network;
	return isInside(first) && isInside(last)
		? undefined
		: `it is not in the network ${network} of ${own.interfaceName}`;
}
