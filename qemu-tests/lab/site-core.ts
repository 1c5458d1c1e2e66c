import { concatBytes, viewOf } from "../../userland/lib/bytes.ts";
import {
	etherTypes,
	type Frame,
	internetChecksum,
	protocols,
	readAddress,
	readDatagram,
	readFrame,
	readMac,
	readPacket,
	writeAddress,
	writeDatagram,
	writeFrame,
	writeMac,
	writePacket,
} from "./packets.ts";

/** A site's router, which gives addresses, names and the time. */
export interface SiteSpec {
	readonly mac: string;
	/** The router's address in each network; the key is a VLAN, or `plain` for no tag. */
	readonly addresses: Readonly<Record<string, string>>;
	/** What DHCP gives, in the network without a tag. */
	readonly lease: {
		readonly address: string;
		readonly domain: string;
		/** Option 224: where the first-boot configuration is. */
		readonly configUrl?: string;
	};
	/** Addresses by name. */
	readonly names: Readonly<Record<string, string>>;
	/** The time that it tells, in milliseconds since 1970. */
	readonly nowMs: () => number;
}

/** Something that a machine asked of the site. */
export interface SiteEvent {
	readonly kind: "arp" | "dhcp-discover" | "dhcp-request" | "dns" | "ntp" | "ping";
	readonly vlan: number | undefined;
	readonly mac: string;
	/** The name that was asked for, or the address that was pinged. */
	readonly detail: string;
}

/** What a site makes of a frame: what happened, and the frame that goes back. */
export interface SiteAnswer {
	readonly event: SiteEvent;
	readonly frame: Uint8Array | undefined;
}

/** Answers one frame, or nothing when it is not for the site. */
export function answerFrame(site: SiteSpec, bytes: Uint8Array): SiteAnswer | undefined {
	const frame = readFrame(bytes);
	const own = frame === undefined ? undefined : site.addresses[frame.vlan ?? "plain"];
	if (frame === undefined || own === undefined) {
		return undefined;
	}
	const reply = (kind: SiteEvent["kind"], detail: string, payload?: Uint8Array): SiteAnswer => ({
		event: { kind, vlan: frame.vlan, mac: readMac(frame.from), detail },
		frame:
			payload === undefined
				? undefined
				: writeFrame({ ...frame, to: frame.from, from: writeMac(site.mac), payload }),
	});
	if (frame.type === etherTypes.arp) {
		const payload = answerArp(site, frame, own);
		return payload === undefined ? undefined : reply("arp", own, payload);
	}
	const packet = frame.type === etherTypes.ipv4 ? readPacket(frame.payload) : undefined;
	if (packet === undefined) {
		return undefined;
	}
	if (packet.protocol === protocols.icmp && packet.payload[0] === 8 && packet.to === own) {
		const echo = Uint8Array.from(packet.payload);
		echo.set([0, 0, 0, 0]);
		viewOf(echo).setUint16(2, internetChecksum(echo));
		return reply(
			"ping",
			own,
			writePacket({ ...packet, from: own, to: packet.from, payload: echo }),
		);
	}
	const datagram = packet.protocol === protocols.udp ? readDatagram(packet.payload) : undefined;
	const answer = datagram && answerDatagram(site, own, datagram.toPort, datagram.payload);
	if (datagram === undefined || answer === undefined) {
		return undefined;
	}
	const { fromPort: toPort, toPort: fromPort } = datagram;
	const back = writeDatagram({ fromPort, toPort, payload: answer.payload });
	const to = fromPort === 67 ? "255.255.255.255" : packet.from;
	const { udp } = protocols;
	return reply(
		answer.kind,
		answer.detail,
		writePacket({ protocol: udp, from: own, to, payload: back }),
	);
}

/** Who has our address (RFC 826)? */
function answerArp(site: SiteSpec, { payload }: Frame, own: string): Uint8Array | undefined {
	const isRequest = payload[7] === 1 && readAddress(payload.subarray(24, 28)) === own;
	if (!isRequest) {
		return undefined;
	}
	return concatBytes([
		Uint8Array.of(0, 1, 8, 0, 6, 4, 0, 2),
		writeMac(site.mac),
		writeAddress(own),
		payload.subarray(8, 18),
	]);
}

interface Answer {
	readonly kind: SiteEvent["kind"];
	readonly detail: string;
	readonly payload: Uint8Array;
}

function answerDatagram(
	site: SiteSpec,
	own: string,
	port: number,
	payload: Uint8Array,
): Answer | undefined {
	switch (port) {
		case 53:
			return answerName(site, payload);
		case 67:
			return answerDhcp(site, own, payload);
		case 123:
			return { kind: "ntp", detail: "", payload: answerTime(site, payload) };
		default:
			return undefined;
	}
}

/** DHCP (RFC 2131, 2132): one lease for whoever asks. */
function answerDhcp(site: SiteSpec, own: string, request: Uint8Array): Answer | undefined {
	const asked = findOption(request.subarray(240), 53)?.[0];
	if (request[0] !== 1 || (asked !== 1 && asked !== 3)) {
		return undefined;
	}
	const head = Uint8Array.from(request.subarray(0, 240));
	head[0] = 2;
	head.set(writeAddress(site.lease.address), 16);
	const option = (code: number, value: Uint8Array): Uint8Array =>
		concatBytes([Uint8Array.of(code, value.length), value]);
	const address = writeAddress(own);
	const { configUrl } = site.lease;
	const options = [
		option(53, Uint8Array.of(asked === 1 ? 2 : 5)),
		option(54, address),
		option(51, Uint8Array.of(0, 0, 0x0e, 0x10)),
		option(1, Uint8Array.of(255, 255, 255, 0)),
		...[3, 6, 42].map((code) => option(code, address)), // router, names, time
		option(15, new TextEncoder().encode(site.lease.domain)),
		...(configUrl === undefined ? [] : [option(224, new TextEncoder().encode(configUrl))]),
		Uint8Array.of(255),
	];
	return {
		kind: asked === 1 ? "dhcp-discover" : "dhcp-request",
		detail: site.lease.address,
		payload: concatBytes([head, ...options]),
	};
}

function findOption(options: Uint8Array, code: number): Uint8Array | undefined {
	for (let at = 0; at < options.length && options[at] !== 255; ) {
		const length = options[at + 1] ?? 0;
		if (options[at] === code) {
			return options.subarray(at + 2, at + 2 + length);
		}
		at += options[at] === 0 ? 1 : 2 + length;
	}
	return undefined;
}

/** DNS (RFC 1035): one question, and an address when the name has one. */
function answerName(site: SiteSpec, query: Uint8Array): Answer {
	const labels: string[] = [];
	let at = 12;
	for (let length = query[at] ?? 0; length > 0 && length < 64; length = query[at] ?? 0) {
		labels.push(new TextDecoder().decode(query.subarray(at + 1, at + 1 + length)));
		at += 1 + length;
	}
	const name = labels.join(".").toLowerCase();
	const question = query.subarray(12, at + 5);
	const address = site.names[name];
	const isAddress = viewOf(query).getUint16(at + 1) === 1;
	const found = address !== undefined && isAddress;
	const record = concatBytes([
		Uint8Array.of(0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4),
		writeAddress(address ?? "0.0.0.0"),
	]);
	const header = Uint8Array.of(
		...query.subarray(0, 2),
		...[0x85, address === undefined ? 0x83 : 0x80],
		...[0, 1, 0, found ? 1 : 0, 0, 0, 0, 0],
	);
	const payload = concatBytes([header, question, ...(found ? [record] : [])]);
	return { kind: "dns", detail: name, payload };
}

/** NTP (RFC 5905) of a server that needs nobody else. */
function answerTime(site: SiteSpec, request: Uint8Array): Uint8Array {
	const answer = new Uint8Array(48);
	const view = viewOf(answer);
	answer.set([0x24, 1, request[2] ?? 6, 0xec]); // version 4, server; stratum 1
	answer.set(new TextEncoder().encode("LAB"), 12);
	answer.set(request.subarray(40, 48), 24);
	const nowMs = site.nowMs();
	for (const at of [16, 32, 40]) {
		view.setUint32(at, Math.floor(nowMs / 1000) + 2_208_988_800);
		view.setUint32(at + 4, Math.floor(((nowMs % 1000) / 1000) * 2 ** 32));
	}
	return answer;
}
