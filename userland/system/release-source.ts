import { createReadStream, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errnoOf, SomaError } from "../lib/errors.ts";

/** A place from which the files of a release come: a folder, or an HTTP server. */
export interface ReleaseSource {
	/** As a person names it. */
	readonly place: string;
	/** True when files can be read twice at no cost. */
	readonly isLocal: boolean;
	/** A whole small file; fails when it has more than `limitBytes`. */
	read(path: string, limitBytes: number): Promise<Uint8Array>;
	/** The size of a file, or undefined when the server does not say. */
	sizeOf(path: string): Promise<number | undefined>;
	/** The bytes of a file in pieces. A connection that breaks is taken up again. */
	open(path: string): AsyncIterable<Uint8Array>;
}

/** A connection on which nothing comes for so long is given up. */
const stallMs = 30_000;
/** How often a transfer goes on after it broke, without a byte in between. */
const attempts = 4;
const firstPauseMs = 1000;
const localPieceBytes = 1024 * 1024;

/** Opens a source by its name: a path, or an `http:`, `https:` or `file:` URL. */
export function openReleaseSource(place: string): ReleaseSource {
	if (/^https?:\/\//.test(place)) {
		return httpSource(place);
	}
	return folderSource(place.startsWith("file://") ? fileURLToPath(place) : place);
}

function folderSource(folder: string): ReleaseSource {
	const sizeOf = (path: string): number => {
		try {
			return statSync(join(folder, path)).size;
		} catch (cause) {
			throw missing(join(folder, path), cause);
		}
	};
	return {
		place: folder,
		isLocal: true,
		read: async (path, limitBytes) => {
			refuseLarge(join(folder, path), sizeOf(path), limitBytes);
			return readFileSync(join(folder, path));
		},
		sizeOf: async (path) => sizeOf(path),
		open: async function* (path) {
			sizeOf(path);
			try {
				const stream = createReadStream(join(folder, path), { highWaterMark: localPieceBytes });
				for await (const piece of stream) {
					yield piece as Uint8Array;
				}
			} catch (cause) {
				throw broken(join(folder, path), cause);
			}
		},
	};
}

function httpSource(place: string): ReleaseSource {
	const base = place.endsWith("/") ? place : `${place}/`;
	const urlOf = (path: string): string => new URL(path, base).href;
	return {
		place,
		isLocal: false,
		read: async (path, limitBytes) => {
			const pieces: Uint8Array[] = [];
			let sizeBytes = 0;
			for await (const piece of download(urlOf(path))) {
				sizeBytes += piece.length;
				refuseLarge(urlOf(path), sizeBytes, limitBytes);
				pieces.push(piece);
			}
			return Buffer.concat(pieces);
		},
		sizeOf: async (path) => {
			const response = await request(urlOf(path), { method: "HEAD" });
			const length = response.headers.get("content-length");
			return length === null ? undefined : Number(length);
		},
		open: (path) => download(urlOf(path)),
	};
}

/** The bytes of a URL. After a break it goes on where it stopped, if the server can do that. */
async function* download(url: string): AsyncIterable<Uint8Array> {
	let doneBytes = 0;
	for (let attempt = 1; ; attempt++) {
		const before = doneBytes;
		try {
			for await (const piece of piecesFrom(url, doneBytes)) {
				doneBytes += piece.length;
				yield piece;
			}
			return;
		} catch (error) {
			attempt = doneBytes > before ? 1 : attempt; // it moved: begin counting anew
			const isFinal = error instanceof SomaError && !error.retryable;
			if (isFinal || attempt >= attempts) {
				throw error;
			}
			await Bun.sleep(firstPauseMs * 2 ** (attempt - 1));
		}
	}
}

async function* piecesFrom(url: string, fromBytes: number): AsyncIterable<Uint8Array> {
	const headers = fromBytes === 0 ? {} : { range: `bytes=${fromBytes}-` };
	const response = await request(url, { headers });
	// A server that knows no ranges sends everything again.
	let skipBytes = response.status === 206 ? 0 : fromBytes;
	const reader = response.body?.getReader();
	if (reader === undefined) {
		return;
	}
	try {
		for (;;) {
			const { done, value } = await withinTime(reader.read(), url);
			if (done) {
				return;
			}
			const piece = value.subarray(Math.min(skipBytes, value.length));
			skipBytes -= value.length - piece.length;
			if (piece.length > 0) {
				yield piece;
			}
		}
	} finally {
		reader.cancel().catch(() => {}); // it is over, one way or the other
	}
}

async function request(url: string, options: RequestInit): Promise<Response> {
	const response = await withinTime(fetch(url, options), url);
	if (!response.ok) {
		const { status } = response;
		throw new SomaError({
			code: "source-http",
			message: `${url} answers ${status} ${response.statusText}`.trimEnd(),
			hint: "the folder of a release has SHA256SUMS and release/ in it: check the URL",
			retryable: status >= 500 || status === 429,
		});
	}
	return response;
}

/** The answer, or a failure when it takes too long or the connection breaks. */
async function withinTime<T>(waiting: Promise<T>, url: string): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
	});
	try {
		return await Promise.race([waiting, late]);
	} catch (cause) {
		throw broken(url, cause);
	} finally {
		clearTimeout(timer);
	}
}

function refuseLarge(place: string, sizeBytes: number, limitBytes: number): void {
	if (sizeBytes > limitBytes) {
		throw new SomaError({
			code: "source-too-large",
			message: `${place} has more than ${limitBytes} bytes`,
			hint: "this is no file of a release: check the source",
		});
	}
}

function missing(path: string, cause: unknown): SomaError {
	const isThere = errnoOf(cause) !== "ENOENT";
	return new SomaError({
		code: "source-missing",
		message: isThere ? `${path} cannot be read` : `${path} does not exist`,
		hint: "name the folder of a release, such as out/4800, with SHA256SUMS and release/ in it",
		cause,
	});
}

function broken(place: string, cause: unknown): SomaError {
	if (cause instanceof SomaError) {
		return cause;
	}
	return new SomaError({
		code: "source-broken",
		message: `${place} cannot be read to its end`,
		hint: "check the network or the medium, then run the same command again",
		retryable: true,
		cause,
	});
}
