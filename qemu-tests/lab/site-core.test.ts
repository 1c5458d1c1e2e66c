import { expect, test } from "vitest";
import { concatBytes } from "../../userland/lib/bytes.ts";
import {
	etherTypes,
	internetChecksum,
	protocols,
	readDatagram,
	readFrame,
	readPacket,
	writeAddress,
	writeDatagram,
	writeFrame,
	writeMac,
	writePacket,
} from "./packets.ts";
import { answerFrame } from "./site-core.ts";

const guest = "52:54:00:00:00:09";
const site = {
	mac: "52:54:00:00:00:01",
	addresses: { plain: "192.0.2.1", 100: "10.0.100.1" },
	lease: { address: "192.0.2.77", domain: "example.com" },
	names: { "db.example.com": "192.0.2.5" },
	nowMs: () => Date.UTC(2026, 0, 1),
};

function frame(type: number, payload: Uint8Array, vlan?: number): Uint8Array {
	return writeFrame({ to: writeMac(site.mac), from: writeMac(guest), vlan, type, payload });
}

function udp(toPort: number, payload: Uint8Array): Uint8Array {
	const datagram = writeDatagram({ fromPort: 4000, toPort, payload });
	const packet = { protocol: protocols.udp, from: "192.0.2.9", to: "192.0.2.1", payload: datagram };
	return frame(etherTypes.ipv4, writePacket(packet));
}

/** What came back in a datagram. */
function payloadOf(answer: ReturnType<typeof answerFrame>): Uint8Array {
	const packet = readPacket(
		readFrame(answer?.frame ?? new Uint8Array())?.payload ?? new Uint8Array(),
	);
	return readDatagram(packet?.payload ?? new Uint8Array())?.payload ?? new Uint8Array();
}

test("a ping in a VLAN is answered in that VLAN, with sound checksums", () => {
	const echo = Uint8Array.of(8, 0, 0, 0, 1, 2, 0, 1, 7, 7);
	const packet = { protocol: protocols.icmp, from: "10.0.100.7", to: "10.0.100.1", payload: echo };
	const answer = answerFrame(site, frame(etherTypes.ipv4, writePacket(packet), 100));
	expect(answer?.event).toEqual({ kind: "ping", vlan: 100, mac: guest, detail: "10.0.100.1" });
	const back = readFrame(answer?.frame ?? new Uint8Array());
	expect(back?.vlan).toBe(100);
	const reply = readPacket(back?.payload ?? new Uint8Array());
	expect(reply).toMatchObject({ from: "10.0.100.1", to: "10.0.100.7" });
	expect(internetChecksum((back?.payload ?? new Uint8Array()).subarray(0, 20))).toBe(0);
	expect(internetChecksum(reply?.payload ?? new Uint8Array())).toBe(0);
	expect(reply?.payload.slice(4)).toEqual(echo.slice(4));
});

test("ARP for the router alone is answered", () => {
	const ask = (address: string): Uint8Array =>
		concatBytes([
			Uint8Array.of(0, 1, 8, 0, 6, 4, 0, 1),
			writeMac(guest),
			writeAddress("192.0.2.9"),
			new Uint8Array(6),
			writeAddress(address),
		]);
	expect(answerFrame(site, frame(etherTypes.arp, ask("192.0.2.1")))?.event.kind).toBe("arp");
	expect(answerFrame(site, frame(etherTypes.arp, ask("192.0.2.2")))).toBeUndefined();
	expect(answerFrame(site, frame(etherTypes.arp, ask("192.0.2.1"), 5))).toBeUndefined();
});

test("DHCP offers and grants the one lease", () => {
	const ask = (kind: number): Uint8Array => {
		const head = new Uint8Array(240);
		head.set([1, 1, 6, 0, 9, 9, 9, 9]);
		return udp(67, concatBytes([head, Uint8Array.of(53, 1, kind, 255)]));
	};
	const offer = answerFrame(site, ask(1));
	expect(offer?.event.kind).toBe("dhcp-discover");
	expect([...payloadOf(offer).subarray(16, 20)]).toEqual([192, 0, 2, 77]);
	const grant = payloadOf(answerFrame(site, ask(3)));
	expect([...grant.subarray(0, 8)]).toEqual([2, 1, 6, 0, 9, 9, 9, 9]);
	expect([...grant.subarray(240, 243)]).toEqual([53, 1, 5]);
	expect(answerFrame(site, ask(7))).toBeUndefined();
});

test("a name has an address, or does not exist; the time is what the site says", () => {
	const ask = (name: string): Uint8Array =>
		udp(
			53,
			concatBytes([
				Uint8Array.of(5, 6, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0),
				...name
					.split(".")
					.map((label) =>
						concatBytes([Uint8Array.of(label.length), new TextEncoder().encode(label)]),
					),
				Uint8Array.of(0, 0, 1, 0, 1),
			]),
		);
	const found = answerFrame(site, ask("db.example.com"));
	expect(found?.event).toMatchObject({ kind: "dns", detail: "db.example.com" });
	expect([...payloadOf(found).subarray(-4)]).toEqual([192, 0, 2, 5]);
	expect((payloadOf(answerFrame(site, ask("x.example.com")))[3] ?? 0) & 15).toBe(3);
	const time = payloadOf(answerFrame(site, udp(123, new Uint8Array(48).fill(3))));
	expect(time.subarray(24, 32)).toEqual(new Uint8Array(8).fill(3));
	expect(new DataView(time.buffer, time.byteOffset).getUint32(40)).toBe(
		Date.UTC(2026, 0, 1) / 1000 + 2_208_988_800,
	);
});

test("noise is no question", () => {
	expect(answerFrame(site, new Uint8Array(5))).toBeUndefined();
	expect(answerFrame(site, frame(etherTypes.ipv4, new Uint8Array(30)))).toBeUndefined();
	expect(answerFrame(site, udp(9, new Uint8Array(3)))).toBeUndefined();
});
