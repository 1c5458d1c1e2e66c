import { Chunker } from "../../core/chunk/chunker.ts";
import type { Chunk, ChunkIndex } from "../../core/chunk/index-file.ts";
import type { RepositoryRelease } from "../../core/repository/release.ts";
import { type ProgramPlace, programPaths } from "../../core/update/programs.ts";
import { SomaError } from "../../lib/errors.ts";
import { sha256Of } from "../../system/chunk-store.ts";
import { ChunkPack, withChunkPack } from "../../system/update/chunk-pack.ts";
import type { EspFiles } from "../../system/update/esp.ts";
import type { ProgramPorts } from "../../system/update/ports.ts";
import { dropStaged, fetchAll, requireSpaceFor } from "./fetch.ts";

const stageFolder = "program-chunks";

/** The bytes of a program, as they come while its partition is mounted. */
export type ProgramPieces = (files: EspFiles) => AsyncIterable<Uint8Array>;

/**
 * Brings everything of a program onto this machine before its partition is touched: what the file
 * that it replaces does not have comes from the repository, and waits on STATE.
 */
export async function fetchProgram(
	ports: ProgramPorts,
	release: RepositoryRelease,
	place: ProgramPlace,
): Promise<ProgramPieces> {
	const program = place === "rescue" ? "rescue" : "selector";
	const index = await ports.repository.programIndex(release, program);
	const former = await ports.esp.look(async (files) => cutFormer(files, place, index));
	dropStaged(ports, stageFolder, { keepPack: true });
	const fetchedBytes = await withChunkPack(ports.files, stageFolder, async (pack) => {
		const whole = await pack.findWhole(index.chunks);
		const missing = new Map<string, Chunk>();
		for (const chunk of index.chunks) {
			if (!former.has(chunk.id) && !whole.has(chunk.id)) {
				missing.set(chunk.id, chunk);
			}
		}
		const chunks = [...missing.values()];
		requireSpaceFor(ports, chunks, `the ${program} of ${release.version}`);
		const bytes = await fetchAll(ports.repository, pack, chunks);
		ports.files.flush();
		return bytes;
	});
	ports.log(
		"notice",
		`soma-update: ${program} ${release.programs[program].version}: ${index.lengthBytes} bytes, ` +
			`fetched ${fetchedBytes} compressed`,
	);
	return async function* pieces(files) {
		const pack = new ChunkPack(ports.files, stageFolder);
		try {
			for (const chunk of index.chunks) {
				yield readFormer(files, place, chunk, former) ?? (await readFetched(pack, chunk));
			}
		} finally {
			pack.close();
		}
	};
}

/** Removes what was fetched for programs. */
export function dropProgramChunks(ports: Pick<ProgramPorts, "files">): void {
	dropStaged(ports, stageFolder, { keepPack: false });
}

/** Where the chunks of the file begin that is to be replaced, by their names. */
function cutFormer(
	files: EspFiles,
	place: ProgramPlace,
	{ sizes }: ChunkIndex,
): ReadonlyMap<string, number> {
	const places = new Map<string, number>();
	const chunker = new Chunker(sizes);
	let offsetBytes = 0;
	const add = (bytes: Uint8Array): void => {
		places.set(sha256Of(bytes), offsetBytes);
		offsetBytes += bytes.length;
	};
	for (const piece of files.read(programPaths[place]) ?? []) {
		for (const bytes of chunker.push(piece)) {
			add(bytes);
		}
	}
	const rest = chunker.end();
	if (rest !== undefined) {
		add(rest);
	}
	return places;
}

function readFormer(
	files: EspFiles,
	place: ProgramPlace,
	chunk: Chunk,
	former: ReadonlyMap<string, number>,
): Uint8Array | undefined {
	const offsetBytes = former.get(chunk.id);
	if (offsetBytes === undefined) {
		return undefined;
	}
	const bytes = files.readAt(programPaths[place], offsetBytes, chunk.lengthBytes);
	return sha256Of(bytes) === chunk.id ? bytes : undefined;
}

async function readFetched(pack: ChunkPack, chunk: Chunk): Promise<Uint8Array> {
	const bytes = await pack.read(chunk);
	if (bytes === undefined) {
		throw new SomaError({
			code: "chunk-missing",
			message: `the chunk ${chunk.id} of a program was here a moment ago, and is not any more`,
			hint: "the next run fetches it again; if it happens again, the disk fails",
			retryable: true,
		});
	}
	return bytes;
}
