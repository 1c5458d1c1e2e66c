import { createHash, type Hash } from "node:crypto";
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createZstdDecompress } from "node:zlib";
import { retryDelayMs } from "../core/live/source.ts";
import type { ReleasePart } from "../core/release/manifest.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";

/** What to fetch, and where to. */
export interface PartRequest {
	/** `http:`, `https:` or `file:`; a zstd file. */
	readonly url: string;
	readonly part: ReleasePart;
	/** The file that gets the unpacked bytes, from its start. */
	readonly target: string;
	/** Ends the attempt at once. */
	readonly signal: AbortSignal;
	/** Called with the compressed bytes that are there so far. */
	readonly onProgress: (doneBytes: number) => void;
	/** Called when the connection failed, before it is tried again from where it broke off. */
	readonly onRetry: (reason: string, delayMs: number) => void;
	/** Shorter in tests: how long nothing may come, and the factor of every pause. */
	readonly stallMs?: number;
	readonly pauseFactor?: number;
}

/** Failures in a row, without a byte between them, after which a source is given up for now. */
const greatestFailures = 5;
const usualStallMs = 30_000;

/**
 * Fetches a part of a release, unpacks it on the way, and judges both by the manifest; needs memory
 * for a few pieces only. A connection that breaks is taken up where it broke.
 * @throws SomaError `part-differs` when a byte is not as the manifest says; what lies in the target
 *   then is worth nothing. `part-unreachable` when the source does not give it.
 */
export async function fetchPart(request: PartRequest): Promise<void> {
	const { part, target } = request;
	const packed = createHash("sha256");
	const raw = createHash("sha256");
	const descriptor = openSync(target, "w", 0o600);
	let rawBytes = 0;
	try {
		await pipeline(
			Readable.from(hashed(compressedBytes(request), packed), { objectMode: false }),
			createZstdDecompress(),
			async (chunks: AsyncIterable<Uint8Array>) => {
				for await (const chunk of chunks) {
					if (rawBytes + chunk.length > part.sizeBytes) {
						throw differs(request, "it unpacks to more than the manifest says");
					}
					writeAll(descriptor, chunk, rawBytes);
					raw.update(chunk);
					rawBytes += chunk.length;
				}
			},
		);
	} catch (error) {
		throw error instanceof SomaError || request.signal.aborted
			? error
			: differs(request, `it cannot be unpacked (${messageOf(error)})`);
	} finally {
		closeSync(descriptor);
	}
	judgeDigest(request, "the file", packed, part.compressedSha256);
	if (rawBytes !== part.sizeBytes) {
		throw differs(request, `it unpacks to ${rawBytes} bytes, not ${part.sizeBytes}`);
	}
	judgeDigest(request, "what it unpacks to", raw, part.sha256);
}

function judgeDigest(request: PartRequest, what: string, hash: Hash, wanted: string): void {
	const found = hash.digest("hex");
	if (found !== wanted) {
		throw differs(request, `${what} has the SHA-256 ${found}, not ${wanted}`);
	}
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncIterable<Uint8Array> {
	for await (const chunk of chunks) {
		hash.update(chunk);
		yield chunk;
	}
}

/** Exactly as many compressed bytes as the manifest says, over as many connections as it takes. */
async function* compressedBytes(request: PartRequest): AsyncIterable<Uint8Array> {
	const { compressedSizeBytes: sizeBytes } = request.part;
	let done = 0;
	for (let failures = 0; done < sizeBytes; ) {
		try {
			for await (const chunk of piecesFrom(request, done)) {
				if (done + chunk.length > sizeBytes) {
					throw differs(request, `the file has more than ${sizeBytes} bytes`);
				}
				done += chunk.length;
				failures = 0;
				request.onProgress(done);
				yield chunk;
			}
			if (done < sizeBytes) {
				throw unreachable(request, `it ended after ${done} of ${sizeBytes} bytes`);
			}
		} catch (error) {
			failures += 1;
			const mayHelp = error instanceof SomaError && error.retryable;
			if (!mayHelp || failures >= greatestFailures || request.signal.aborted) {
				throw error;
			}
			const delayMs = retryDelayMs(failures) * (request.pauseFactor ?? 1);
			request.onRetry(error.message, delayMs);
			await Bun.sleep(delayMs);
		}
	}
}

/** The bytes of one connection from an offset on. */
async function* piecesFrom(request: PartRequest, offset: number): AsyncIterable<Uint8Array> {
	if (request.url.startsWith("file:")) {
		yield* fileFrom(request, offset);
		return;
	}
	const stall = new AbortController();
	const signal = AbortSignal.any([request.signal, stall.signal]);
	const stallMs = request.stallMs ?? usualStallMs;
	const timer = setTimeout(() => stall.abort(), stallMs);
	try {
		// What lies there is fetched as it lies there: nothing on the way unpacks it.
		const headers = { range: `bytes=${offset}-`, "accept-encoding": "identity" };
		const response = await fetch(request.url, { headers, signal, decompress: false });
		let skip = bytesToSkip(request, response, offset);
		for await (const chunk of response.body ?? []) {
			timer.refresh();
			const rest = chunk.subarray(Math.min(skip, chunk.length));
			skip -= chunk.length - rest.length;
			if (rest.length > 0) {
				yield rest;
			}
		}
	} catch (error) {
		if (error instanceof SomaError) {
			throw error;
		}
		const silent = stall.signal.aborted && !request.signal.aborted;
		const reason = silent ? `nothing came for ${Math.round(stallMs / 1000)} s` : messageOf(error);
		throw unreachable(request, reason);
	} finally {
		clearTimeout(timer);
		stall.abort(); // a consumer that stopped early leaves a connection behind
	}
}

async function* fileFrom(request: PartRequest, offset: number): AsyncIterable<Uint8Array> {
	try {
		yield* createReadStream(fileURLToPath(request.url), { start: offset });
	} catch (error) {
		throw unreachable(request, errnoOf(error) ?? messageOf(error), false);
	}
}

/**
 * How many of the bytes of an answer come before those that were asked for: a server without ranges
 * sends everything. Fails for an answer that is not the file of the manifest.
 */
function bytesToSkip(request: PartRequest, response: Response, offset: number): number {
	const { compressedSizeBytes: sizeBytes } = request.part;
	const { status, headers } = response;
	if (status !== 200 && status !== 206) {
		// 5xx and 429 pass; any other answer stays as it is.
		throw unreachable(request, `HTTP ${status}`, status >= 500 || status === 429);
	}
	const [, from, total] =
		/^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
	const length = headers.get("content-length");
	const whole = status === 206 ? total : length;
	if (whole !== undefined && whole !== null && whole !== "*" && Number(whole) !== sizeBytes) {
		const reason = `the file has ${whole} bytes, not ${sizeBytes}: it belongs to another release`;
		throw differs(request, reason);
	}
	if (status === 206 && Number(from) !== offset) {
		throw differs(request, `the server sent bytes from ${from} on, not from ${offset}`);
	}
	return status === 206 ? 0 : offset;
}

function writeAll(descriptor: number, bytes: Uint8Array, offset: number): void {
	for (let done = 0; done < bytes.length; ) {
		done += writeSync(descriptor, bytes, done, bytes.length - done, offset + done);
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function differs({ url }: PartRequest, reason: string): SomaError {
	return new SomaError({
		code: "part-differs",
		message: `${url} is refused: ${reason}`,
		hint: "serve the files of the release that was started, unchanged",
	});
}

function unreachable({ url }: PartRequest, reason: string, retryable = true): SomaError {
	return new SomaError({
		code: "part-unreachable",
		message: `${url} cannot be fetched: ${reason}`,
		hint: "check the network, and that the server has the file",
		retryable,
	});
}
