import { readAscii, viewOf } from "../../lib/bytes.ts";

/** Something that was found at the start of a disk or a partition. */
export interface Signature {
	/** `ext4`, `LUKS`, `LVM`, ... */
	readonly name: string;
	/** What its owner called it, if it has such a field. */
	readonly label?: string;
}

/** How many bytes of a disk or partition {@link findSignatures} wants to see. */
export const signatureHeadBytes: number = 512 * 1024;

interface SignatureRow {
	readonly name: string;
	/** Any of these places. */
	readonly offsets: readonly number[];
	readonly magic: string | readonly number[];
	readonly label?: { readonly offset: number; readonly length: number };
}

const zfsUberblocks = Array.from({ length: 128 }, (_, at) => 128 * 1024 + at * 1024);

/** What wipefs(8) would find and an operator may want to keep, by the magic bytes of each. */
const rows: readonly SignatureRow[] = [
	{
		name: "ext2, ext3 or ext4",
		offsets: [0x438],
		magic: [0x53, 0xef],
		label: { offset: 0x478, length: 16 },
	},
	{ name: "xfs", offsets: [0], magic: "XFSB", label: { offset: 108, length: 12 } },
	{
		name: "btrfs",
		offsets: [0x10040],
		magic: "_BHRfS_M",
		label: { offset: 0x1012b, length: 256 },
	},
	{ name: "bcachefs or bcache", offsets: [0x1018], magic: [0xc6, 0x85, 0x73, 0xf6] },
	{ name: "f2fs", offsets: [0x400], magic: [0x10, 0x20, 0xf5, 0xf2] },
	{ name: "erofs", offsets: [0x400], magic: [0xe2, 0xe1, 0xf5, 0xe0] },
	{ name: "squashfs", offsets: [0], magic: "hsqs" },
	{ name: "ZFS", offsets: zfsUberblocks, magic: [0x0c, 0xb1, 0xba, 0, 0, 0, 0, 0] },
	{ name: "ZFS", offsets: zfsUberblocks, magic: [0, 0, 0, 0, 0, 0xba, 0xb1, 0x0c] },
	{ name: "ReiserFS", offsets: [0x10034], magic: "ReIsEr" },
	{ name: "FAT32", offsets: [82], magic: "FAT32   ", label: { offset: 71, length: 11 } },
	{ name: "FAT", offsets: [54], magic: "FAT1", label: { offset: 43, length: 11 } },
	{ name: "exFAT", offsets: [3], magic: "EXFAT   " },
	{ name: "NTFS", offsets: [3], magic: "NTFS    " },
	{ name: "ReFS", offsets: [3], magic: "ReFS\0" },
	{ name: "BitLocker", offsets: [3], magic: "-FVE-FS-" },
	{ name: "APFS", offsets: [32], magic: "NXSB" },
	{ name: "HFS+", offsets: [0x400], magic: [0x48, 0x2b, 0, 4] },
	{ name: "HFS+", offsets: [0x400], magic: [0x48, 0x58, 0, 5] },
	{ name: "ISO 9660", offsets: [0x8001], magic: "CD001", label: { offset: 0x8028, length: 32 } },
	{ name: "swap", offsets: [0xff6, 0xfff6], magic: "SWAPSPACE2" },
	{ name: "LUKS", offsets: [0], magic: [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe] },
	{ name: "LVM", offsets: [0, 512, 1024, 1536], magic: "LABELONE" },
	{ name: "Linux RAID", offsets: [0, 4096], magic: [0xfc, 0x4e, 0x2b, 0xa9] },
	{ name: "Ceph", offsets: [0], magic: "bluestore block device" },
	{ name: "Apple partition map", offsets: [512], magic: "PM\0\0" },
	{ name: "QEMU image", offsets: [0], magic: [0x51, 0x46, 0x49, 0xfb] },
];

/**
 * Everything that a disk or partition is known to hold, each name once.
 * @param head its first {@link signatureHeadBytes}, or all of it
 */
export function findSignatures(head: Uint8Array): readonly Signature[] {
	const found = new Map<string, Signature>();
	for (const row of rows) {
		const magic = typeof row.magic === "string" ? new TextEncoder().encode(row.magic) : row.magic;
		const isThere = row.offsets.some((offset) =>
			magic.every((byte, index) => head[offset + index] === byte),
		);
		if (isThere && !found.has(row.name)) {
			const label = row.label === undefined ? undefined : readLabel(head, row.label);
			found.set(row.name, { name: row.name, ...(label === undefined ? {} : { label }) });
		}
	}
	return [...found.values()];
}

function readLabel(
	head: Uint8Array,
	place: { readonly offset: number; readonly length: number },
): string | undefined {
	const text = readAscii(head.subarray(place.offset, place.offset + place.length))?.trim();
	return text === "" ? undefined : text;
}

/** How many partitions a classic partition table (not GPT) has; 0 when there is none. */
export function countMbrPartitions(block: Uint8Array): number {
	const view = viewOf(block);
	if (block.length < 512 || view.getUint16(510, true) !== 0xaa55) {
		return 0;
	}
	const entries = [446, 462, 478, 494].map((at) => ({
		flag: view.getUint8(at),
		type: view.getUint8(at + 4),
		start: view.getUint32(at + 8, true),
		blocks: view.getUint32(at + 12, true),
	}));
	// The boot sector of a file system ends with the same signature, but has code at this place.
	if (entries.some(({ flag }) => flag !== 0 && flag !== 0x80)) {
		return 0;
	}
	return entries.filter(
		({ type, start, blocks }) => type !== 0 && type !== 0xee && start > 0 && blocks > 0,
	).length;
}
