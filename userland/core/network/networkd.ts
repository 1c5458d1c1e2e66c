import { fromHex } from "../../lib/bytes.ts";

/* What systemd-networkd(8) notes of itself: lines `KEY=VALUE` below /run/systemd/netif. */

const addressLike = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+(?:%\w+)?)$/;

/**
 * A private option of a DHCP answer as text, by the text of its lease file, which has it in
 * hexadecimal digits. Some servers end it with a NUL.
 */
export function optionOfLease(lease: string, code: number): string | undefined {
	const bytes = fromHex(valueIn(lease, `OPTION_${code}`));
	const text = bytes === undefined ? "" : new TextDecoder().decode(bytes);
	return text.replaceAll("\0", "").trim() || undefined;
}

/**
 * Whether waiting for a private option of DHCP can end: one of the leases has it, or there is a
 * lease for each link, and none has.
 */
export function isAnswered(leases: readonly string[], code: number, linkCount: number): boolean {
	return (
		leases.some((lease) => optionOfLease(lease, code) !== undefined) ||
		(linkCount > 0 && leases.length >= linkCount)
	);
}

/**
 * The text of resolv.conf(5) where no resolved(8) runs: the name servers of networkd's state, then
 * those of the leases. libc reads three.
 */
export function formatResolvConf(state: string, leases: readonly string[]): string {
	const servers = [state, ...leases].flatMap((text) =>
		valueIn(text, "DNS")
			.split(/\s+/)
			.filter((word) => addressLike.test(word)),
	);
	const domains = valueIn(state, "DOMAINS") || valueIn(state, "ROUTE_DOMAINS");
	return [
		...[...new Set(servers)].slice(0, 3).map((server) => `nameserver ${server}\n`),
		...(domains === "" ? [] : [`search ${domains}\n`]),
	].join("");
}

/** True when a link or the machine reaches beyond its wire (networkd's OPER_STATE). */
export function isOnline(state: string): boolean {
	return /^(?:routable|degraded-carrier-routable)$/.test(valueIn(state, "OPER_STATE"));
}

/** Empty when there is no such line. */
function valueIn(text: string, key: string): string {
	const line = text.split("\n").find((candidate) => candidate.startsWith(`${key}=`));
	return line?.slice(key.length + 1).trim() ?? "";
}
