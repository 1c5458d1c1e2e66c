import { assert } from "../../userland/lib/assert.ts";
import { concatBytes, viewOf } from "../../userland/lib/bytes.ts";
import {
	type Directory,
	directorySector,
	directorySectorBytes,
	isoNaming,
	jolietNaming,
	type Naming,
	volumeDescriptor,
} from "./iso9660-volume.ts";

/** A file in the one directory of the medium. */
export interface IsoFile {
	readonly name: string;
	readonly sizeBytes: number;
}

/** What a medium holds. */
export interface IsoContent {
	readonly volumeName: string;
	/** The time of every file and of the volume, in seconds since 1970. */
	readonly epochSeconds: number;
	/** In the order in which they lie there; the last one is the EFI system partition. */
	readonly files: readonly IsoFile[];
}

/** How to write a medium: the head, then every file at its place, zero in between. */
export interface IsoPlan {
	readonly head: Uint8Array;
	/** Where each file starts, in the order of {@link IsoContent.files}. */
	readonly offsetsBytes: readonly number[];
	readonly sizeBytes: number;
}

const sectorBytes = directorySectorBytes;

/** Which sector holds what; the system area before sector 16 stays zero (ECMA-119 6.2.1). */
const places = {
	primary: 16,
	bootRecord: 17, // the El Torito specification wants it exactly here
	joliet: 18,
	terminator: 19,
	bootCatalog: 20,
	primaryPathTables: 21,
	jolietPathTables: 23,
	primaryRoot: 25,
	jolietRoot: 26,
	files: 27,
} as const;

/**
 * Plans a CD-ROM image with long names that UEFI starts: ISO 9660 (ECMA-119) with Joliet, and an El
 * Torito catalog whose one entry is an EFI system partition (UEFI 2.10 section 13.3.2.1). A medium
 * of one directory is all that is needed here, and no tool for more is in the tool tree.
 */
export function planIso(content: IsoContent): IsoPlan {
	const { files, epochSeconds } = content;
	assert(files.length > 0, "a medium holds at least its EFI system partition");
	const sectors = placeFiles(files);
	const end = (sectors.at(-1) ?? 0) + sectorsOf(files.at(-1)?.sizeBytes ?? 0);
	const volume = (naming: Naming, root: number, pathTables: number): Uint8Array =>
		volumeDescriptor({
			...{ naming, name: content.volumeName, epochSeconds },
			...{ sectors: end, rootSector: root, pathTableSector: pathTables },
		});
	const root = (naming: Naming, sector: number): Uint8Array => {
		const entries = files.map((file, at) => ({ ...file, sector: sectors[at] ?? 0 }));
		const directory: Directory = { sector, epochSeconds, entries };
		return directorySector(naming, directory);
	};
	const head = concatBytes([
		new Uint8Array(places.primary * sectorBytes),
		volume(isoNaming, places.primaryRoot, places.primaryPathTables),
		bootRecord(),
		volume(jolietNaming, places.jolietRoot, places.jolietPathTables),
		terminator(),
		bootCatalog(sectors.at(-1) ?? 0),
		...pathTables(places.primaryRoot),
		...pathTables(places.jolietRoot),
		root(isoNaming, places.primaryRoot),
		root(jolietNaming, places.jolietRoot),
	]);
	assert(head.length === places.files * sectorBytes, "every sector of the head has its place");
	return {
		head,
		offsetsBytes: sectors.map((sector) => sector * sectorBytes),
		sizeBytes: end * sectorBytes,
	};
}

function sectorsOf(sizeBytes: number): number {
	return Math.ceil(sizeBytes / sectorBytes);
}

function placeFiles(files: readonly IsoFile[]): number[] {
	let next: number = places.files;
	return files.map(({ name, sizeBytes }) => {
		assert(sizeBytes > 0 && sizeBytes < 2 ** 32, `${name} has 1 byte to 4 GiB`);
		const sector = next;
		next += sectorsOf(sizeBytes);
		return sector;
	});
}

function sectorWith(fill: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
	const bytes = new Uint8Array(sectorBytes);
	fill(bytes, viewOf(bytes));
	return bytes;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The descriptor that names the boot catalog (El Torito 1.0, figure 7). */
function bootRecord(): Uint8Array {
	return sectorWith((bytes, view) => {
		bytes.set(ascii("CD001\u0001EL TORITO SPECIFICATION"), 1);
		view.setUint32(71, places.bootCatalog, true);
	});
}

function terminator(): Uint8Array {
	return sectorWith((bytes) => {
		bytes.set(ascii("CD001\u0001"), 1);
		bytes[0] = 255;
	});
}

/** Validation entry and default entry (El Torito 1.0, figures 2 and 3); platform 0xEF is EFI. */
function bootCatalog(imageSector: number): Uint8Array {
	return sectorWith((bytes, view) => {
		bytes.set([1, 0xef]);
		bytes.set(ascii("SOMA OS"), 4);
		bytes.set([0x55, 0xaa], 30);
		let sum = 0;
		for (let at = 0; at < 32; at += 2) {
			sum += view.getUint16(at, true);
		}
		view.setUint16(28, -sum & 0xffff, true);
		bytes[32] = 0x88; // bootable, without emulation
		// 1: up to the end of the medium. The real size does not fit into 16 bits of half-KiB units.
		view.setUint16(38, 1, true);
		view.setUint32(40, imageSector, true);
	});
}

/** The table of directories, which has one row, for both byte orders (ECMA-119 9.4). */
function pathTables(rootSector: number): Uint8Array[] {
	return [true, false].map((littleEndian) =>
		sectorWith((bytes, view) => {
			bytes[0] = 1;
			view.setUint32(2, rootSector, littleEndian);
			view.setUint16(6, 1, littleEndian);
		}),
	);
}
