import { fromHex } from "../../lib/bytes.ts";

/** What systemd-networkd(8) noted of a DHCP answer (`/run/systemd/netif/leases/N`). */
export interface Lease {
	/** Addresses of name servers. */
	readonly nameServers: readonly string[];
	/** Option 224 as text: where the configuration is. */
	readonly configUrl: string | undefined;
}

const addressLike = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+(?:%\w+)?)$/;

/** Reads such a file: lines `KEY=VALUE`, the values of private options in hexadecimal digits. */
export function parseLease(text: string): Lease {
	const values = new Map(
		text.split("\n").flatMap((line) => {
			const at = line.indexOf("=");
			return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
		}),
	);
	const bytes = fromHex(values.get("OPTION_224") ?? "");
	const url = bytes === undefined ? "" : new TextDecoder().decode(bytes);
	return {
		nameServers: serversIn(values.get("DNS")),
		configUrl: url.replaceAll("\0", "").trim() || undefined,
	};
}

/** The name servers that networkd's own state names (`/run/systemd/netif/state`). */
export function parseNameServers(text: string): string[] {
	return serversIn(/^DNS=(.*)$/m.exec(text)?.[1]);
}

/** resolv.conf(5) of the initrd: libc reads three servers. */
export function formatResolvConf(nameServers: readonly string[]): string {
	return [...new Set(nameServers)]
		.slice(0, 3)
		.map((server) => `nameserver ${server}\n`)
		.join("");
}

/** True when a link or the machine reaches beyond its wire (networkd's OPER_STATE). */
export function isOnline(text: string): boolean {
	return /^OPER_STATE=(?:routable|degraded-carrier-routable)$/m.test(text);
}

function serversIn(value: string | undefined): string[] {
	return (value ?? "").split(/\s+/).filter((word) => addressLike.test(word));
}
