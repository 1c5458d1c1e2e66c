const crcTable = makeTable();

/** CRC-32 as GPT uses it (UEFI 2.10 section 5.3: ISO 3309, reflected, polynomial 0xEDB88320). */
export function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (let index = 0; index < bytes.length; index++) {
		crc = (crc >>> 8) ^ (crcTable[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}

/** A CRC as error messages show it: `0x` and eight digits. */
export function formatCrc32(crc: number): string {
	return `0x${crc.toString(16).padStart(8, "0")}`;
}

function makeTable(): Uint32Array {
	const table = new Uint32Array(256);
	for (let index = 0; index < 256; index++) {
		let value = index;
		for (let bit = 0; bit < 8; bit++) {
			value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
		}
		table[index] = value >>> 0;
	}
	return table;
}
