/** An address and the number of its bits that are significant. */
export interface IpNetwork {
	readonly family: 4 | 6;
	/** 4 or 16 bytes. */
	readonly bytes: readonly number[];
	readonly prefixLength: number;
}

/** Reads an IPv4 or IPv6 address (RFC 4291 section 2.2), or gives undefined when it is none. */
export function parseIpAddress(text: string): IpNetwork | undefined {
	const bytes = text.includes(":") ? parseIpv6(text) : parseIpv4(text);
	if (bytes === undefined) {
		return undefined;
	}
	const family = bytes.length === 4 ? 4 : 6;
	return { family, bytes, prefixLength: bytes.length * 8 };
}

/** Reads an address with the length of its prefix: `192.0.2.1/24`. */
export function parseIpNetwork(text: string): IpNetwork | undefined {
	const [, address, length] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
	const parsed = address === undefined ? undefined : parseIpAddress(address);
	if (parsed === undefined || Number(length) > parsed.bytes.length * 8) {
		return undefined;
	}
	return { ...parsed, prefixLength: Number(length) };
}

function parseIpv4(text: string): number[] | undefined {
	const parts = text.split(".");
	const numbers = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
	return parts.length === 4 && numbers.every((part) => part < 256) ? numbers : undefined;
}

function parseIpv6(text: string): number[] | undefined {
	const halves = text.split("::");
	if (halves.length > 2) {
		return undefined;
	}
	const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
	if (head === undefined || (halves.length === 2 && tail === undefined)) {
		return undefined;
	}
	const missing = 16 - head.length - (tail?.length ?? 0);
	if (halves.length === 1 ? missing !== 0 : missing < 2) {
		return undefined;
	}
	return [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
}

/** The bytes of groups between colons; the last group of an address may be in IPv4's form. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
	if (text === "") {
		return [];
	}
	const bytes: number[] = [];
	const groups = text.split(":");
	for (const [index, group] of groups.entries()) {
		const isLast = isEnd && index === groups.length - 1;
		const four = isLast && group.includes(".") ? parseIpv4(group) : undefined;
		if (four !== undefined) {
			bytes.push(...four);
		} else if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
			const value = Number.parseInt(group, 16);
			bytes.push(value >> 8, value & 255);
		} else {
			return undefined;
		}
	}
	return bytes;
}
