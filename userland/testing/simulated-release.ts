import { createHash } from "node:crypto";
import { formatBootHeader } from "../core/boot/header.ts";
import { Chunker } from "../core/chunk/chunker.ts";
import type { Chunk, ChunkIndex } from "../core/chunk/index-file.ts";
import { type SlotPart, slotParts } from "../core/release/manifest.ts";
import type { ReleaseName } from "../core/update/phase.ts";
import { concatBytes } from "../lib/bytes.ts";
import { encodeChunk } from "../system/chunk-store.ts";
import type { DescribedRelease } from "../system/update/ports.ts";

/** A release small enough to be put together a thousand times. */
export interface SimulatedRelease {
	readonly name: ReleaseName;
	readonly described: DescribedRelease;
	readonly contents: Readonly<Record<SlotPart, Uint8Array>>;
	/** Chunks as a store has them. */
	readonly store: ReadonlyMap<string, Uint8Array>;
}

const sizes = { minBytes: 1024, averageBytes: 4096, maxBytes: 16_384 };
const usrPieces = 24;
const pieceBytes = 4096;

/** Releases whose versions share most of their bytes, at places that move. */
export function simulatedRelease(version: string): SimulatedRelease {
	const number = Number(version);
	const pieces = Array.from({ length: usrPieces }, (_, at) =>
		noise(`piece ${at} of ${at % 5 === number % 5 ? version : "all"}`, pieceBytes + 16 * at),
	);
	const usr = concatBytes([noise(`head of ${version}`, 100 + number), ...pieces]);
	const verity = noise(`tree of ${version}`, 6000);
	const rootHash = sha256(concatBytes([usr, verity]));
	const kernel = concatBytes([noise("kernel", 9000), noise(`initrd of ${version}`, 5000)]);
	const header = { payloadBytes: kernel.length, sha256: sha256(kernel), version, rootHash };
	const contents = { boot: concatBytes([formatBootHeader(header), kernel]), usr, verity };
	const store = new Map<string, Uint8Array>();
	const indexOf = (part: SlotPart): ChunkIndex => cut(contents[part], store);
	const indexes = { boot: indexOf("boot"), usr: indexOf("usr"), verity: indexOf("verity") };
	const contentOf = (part: SlotPart) => ({
		index: `${part}.caibx`,
		sizeBytes: contents[part].length,
		sha256: sha256(contents[part]),
	});
	const program = { index: "program.caibx", sizeBytes: 1, sha256: "0".repeat(64), version };
	const description = {
		version,
		rootHash,
		epochSeconds: 1_795_000_000 + number,
		parts: { boot: contentOf("boot"), usr: contentOf("usr"), verity: contentOf("verity") },
		programs: { selector: program, rescue: program },
	};
	return { name: { version, rootHash }, described: { description, indexes }, contents, store };
}

/** True when these are the bytes of every part, which is what the selector and verity make sure. */
export function isWhole(
	release: SimulatedRelease,
	read: (part: SlotPart, lengthBytes: number) => Uint8Array,
): boolean {
	return slotParts.every((part) => {
		const wanted = release.contents[part];
		return sha256(read(part, wanted.length)) === sha256(wanted);
	});
}

/** Cuts bytes into chunks, and puts them into a store. */
export function cut(bytes: Uint8Array, store: Map<string, Uint8Array>): ChunkIndex {
	const chunker = new Chunker(sizes);
	const chunks: Chunk[] = [];
	let offsetBytes = 0;
	const add = (piece: Uint8Array): void => {
		const id = sha256(piece);
		chunks.push({ offsetBytes, lengthBytes: piece.length, id });
		store.set(id, encodeChunk(piece));
		offsetBytes += piece.length;
	};
	for (const piece of chunker.push(bytes)) {
		add(piece);
	}
	const rest = chunker.end();
	if (rest !== undefined) {
		add(rest);
	}
	return { sizes, chunks, lengthBytes: offsetBytes };
}

/** Bytes that no compression makes smaller, the same for the same words. */
export function noise(words: string, lengthBytes: number): Uint8Array {
	const pieces: Uint8Array[] = [];
	for (let at = 0; at * 32 < lengthBytes; at++) {
		pieces.push(createHash("sha256").update(`${words} ${at}`).digest());
	}
	return concatBytes(pieces).subarray(0, lengthBytes);
}

function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}
