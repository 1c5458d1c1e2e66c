import { parseIpAddress } from "./ip-address.ts";

/** Where a program listens; what is undefined was left to its usual. */
export interface ListenAddress {
	/** An IPv6 address is in brackets. */
	readonly hostname: string | undefined;
	readonly port: number | undefined;
}

/** What {@link parseListenAddress} reads, for whoever wrote something else. */
export const listenForms = "HOST:PORT, HOST or :PORT, such as 127.0.0.1:8480 or [::1]:8480";

const namePattern = /^(?!-)[0-9A-Za-z-]{1,63}(?<!-)(\.(?!-)[0-9A-Za-z-]{1,63}(?<!-))*$/;

/**
 * Reads an address to listen on, or gives undefined when it is none. Strictly: a slip must not end
 * at the usual address, which may be all of the machine.
 */
export function parseListenAddress(text: string): ListenAddress | undefined {
	const [, host, digits] = /^(\[[^\]]+\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
	const port = digits === undefined ? undefined : Number(digits);
	if (host === undefined || text === "" || (port ?? 0) > 65_535) {
		return undefined;
	}
	if (host === "") {
		return { hostname: undefined, port };
	}
	return isHost(host) ? { hostname: host, port } : undefined;
}

function isHost(host: string): boolean {
	if (host.startsWith("[")) {
		return host.includes(":") && parseIpAddress(host.slice(1, -1)) !== undefined;
	}
	// What ends in a number is an address of IPv4, or a port that lacks its colon.
	return /(^|\.)\d+$/.test(host) ? parseIpAddress(host) !== undefined : namePattern.test(host);
}
