import { concatBytes, viewOf } from "../../userland/lib/bytes.ts";

/** An Ethernet frame, with the tag of its VLAN if it has one (IEEE 802.1Q). */
export interface Frame {
	readonly to: Uint8Array;
	readonly from: Uint8Array;
	readonly vlan: number | undefined;
	readonly type: number;
	readonly payload: Uint8Array;
}

export const etherTypes = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100 } as const;

/** Reads a frame; undefined when it is too short. */
export function readFrame(bytes: Uint8Array): Frame | undefined {
	if (bytes.length < 18) {
		return undefined;
	}
	const view = viewOf(bytes);
	const isTagged = view.getUint16(12) === etherTypes.vlan;
	return {
		to: bytes.subarray(0, 6),
		from: bytes.subarray(6, 12),
		vlan: isTagged ? view.getUint16(14) & 0xfff : undefined,
		type: view.getUint16(isTagged ? 16 : 12),
		payload: bytes.subarray(isTagged ? 18 : 14),
	};
}

/** The bytes of a frame, padded to the shortest that Ethernet knows. */
export function writeFrame({ to, from, vlan, type, payload }: Frame): Uint8Array {
	const tag = vlan === undefined ? [] : [number16(etherTypes.vlan), number16(vlan)];
	const bytes = concatBytes([to, from, ...tag, number16(type), payload]);
	return bytes.length < 60 ? concatBytes([bytes, new Uint8Array(60 - bytes.length)]) : bytes;
}

/** An IPv4 packet without options (RFC 791). */
export interface Packet {
	readonly protocol: number;
	readonly from: string;
	readonly to: string;
	readonly payload: Uint8Array;
}

export const protocols = { icmp: 1, udp: 17 } as const;

export function readPacket(bytes: Uint8Array): Packet | undefined {
	if (bytes.length < 20 || (bytes[0] ?? 0) >> 4 !== 4) {
		return undefined;
	}
	const headerBytes = ((bytes[0] ?? 0) & 15) * 4;
	return {
		protocol: bytes[9] ?? 0,
		from: readAddress(bytes.subarray(12, 16)),
		to: readAddress(bytes.subarray(16, 20)),
		payload: bytes.subarray(headerBytes, viewOf(bytes).getUint16(2)),
	};
}

export function writePacket({ protocol, from, to, payload }: Packet): Uint8Array {
	const header = new Uint8Array(20);
	const view = viewOf(header);
	header[0] = 0x45;
	view.setUint16(2, header.length + payload.length);
	header[8] = 64;
	header[9] = protocol;
	header.set(writeAddress(from), 12);
	header.set(writeAddress(to), 16);
	view.setUint16(10, internetChecksum(header));
	return concatBytes([header, payload]);
}

/** A UDP datagram (RFC 768); a checksum of zero says that there is none. */
export interface Datagram {
	readonly fromPort: number;
	readonly toPort: number;
	readonly payload: Uint8Array;
}

export function readDatagram(bytes: Uint8Array): Datagram | undefined {
	if (bytes.length < 8) {
		return undefined;
	}
	const view = viewOf(bytes);
	const length = view.getUint16(4);
	const payload = bytes.subarray(8, length);
	return { fromPort: view.getUint16(0), toPort: view.getUint16(2), payload };
}

export function writeDatagram({ fromPort, toPort, payload }: Datagram): Uint8Array {
	const length = number16(8 + payload.length);
	return concatBytes([number16(fromPort), number16(toPort), length, number16(0), payload]);
}

/** The checksum of RFC 1071 over bytes in which its own field is zero. */
export function internetChecksum(bytes: Uint8Array): number {
	let sum = 0;
	for (let index = 0; index < bytes.length; index += 2) {
		sum += ((bytes[index] ?? 0) << 8) + (bytes[index + 1] ?? 0);
	}
	while (sum > 0xffff) {
		sum = (sum & 0xffff) + (sum >>> 16);
	}
	return ~sum & 0xffff;
}

/** The four bytes of an address in dots. */
export function writeAddress(text: string): Uint8Array {
	return Uint8Array.from(text.split("."), Number);
}

export function readAddress(bytes: Uint8Array): string {
	return bytes.join(".");
}

/** The six bytes of a hardware address. */
export function writeMac(text: string): Uint8Array {
	return Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
}

export function readMac(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function number16(value: number): Uint8Array {
	return Uint8Array.of(value >> 8, value & 255);
}
