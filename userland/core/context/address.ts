import { SomaError } from "../../lib/errors.ts";

/** The port of a node's API when an address has none. */
export const defaultPort = 7443;

/** Where a node answers, and which node has to answer there. */
export interface NodeAddress {
	/** A DNS name, an IPv4 address, or an IPv6 address without brackets. */
	readonly host: string;
	readonly port: number;
	/** The id that the node's certificate must have; any node of the cluster when undefined. */
	readonly nodeId: string | undefined;
}

/**
 * Reads `[ID@]HOST[:PORT]`. An IPv6 address with a port is in brackets: `[2001:db8::1]:7443`; the
 * id is the 16 hexadecimal digits that `soma identity` shows. Fails with `address-invalid`.
 */
export function parseAddress(text: string): NodeAddress {
	const match = /^(?:([^@]*)@)?(?:\[([^\]]+)\]|([^[\]]*?))(?::(\d+))?$/.exec(text);
	const [, nodeId, bracketed, plain, portText] = match ?? [];
	if (match === null || (nodeId !== undefined && !/^[0-9a-f]{16}$/.test(nodeId))) {
		throw addressError(text, "what stands before @ is an id of 16 hexadecimal digits");
	}
	const isBare = bracketed === undefined && (text.split("@").at(-1) ?? "").split(":").length > 2;
	const host = isBare ? (text.split("@").at(-1) ?? "") : (bracketed ?? plain ?? "");
	const port = isBare || portText === undefined ? defaultPort : Number(portText);
	if (bracketed !== undefined || isBare ? !isIpv6(host) : !isName(host)) {
		throw addressError(text, `"${host}" is neither a name nor an address`);
	}
	if (port < 1 || port > 65_535) {
		throw addressError(text, `port ${portText} is not from 1 to 65535`);
	}
	return { host, port, nodeId };
}

/** `HOST:PORT`, as gRPC and a person want it. */
export function formatAddress({ host, port }: Pick<NodeAddress, "host" | "port">): string {
	return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A host as a table shows it: without the usual port. */
export function shortAddress(address: Pick<NodeAddress, "host" | "port">): string {
	return address.port === defaultPort ? address.host : formatAddress(address);
}

function isName(text: string): boolean {
	return text.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_-]+)*\.?$/i.test(text);
}

function isIpv6(text: string): boolean {
	const [address = "", zone, ...more] = text.split("%");
	if (more.length > 0 || zone === "" || !/^[0-9a-f:.]+$/i.test(address)) {
		return false;
	}
	const halves = address.split("::");
	const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
	const isGroups = groups.every((group, at) =>
		at === groups.length - 1 && group.includes(".")
			? /^\d{1,3}(\.\d{1,3}){3}$/.test(group)
			: /^[0-9a-f]{1,4}$/i.test(group),
	);
	const count = groups.length + (groups.at(-1)?.includes(".") === true ? 1 : 0);
	return isGroups && (halves.length === 1 ? count === 8 : halves.length === 2 && count < 8);
}

function addressError(text: string, why: string): SomaError {
	return new SomaError({
		code: "address-invalid",
		message: `"${text}" is no address of a node: ${why}`,
		hint: "write HOST, HOST:PORT or [IPV6]:PORT, and ID@ before it to insist on one node",
	});
}
