import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { readBounded } from "../local-files.ts";

/** Bounds of one read. */
export interface ReadBounds {
	/** A file with more bytes is refused, however it says that it has fewer. */
	readonly maxBytes: number;
	readonly signal?: AbortSignal;
}

/** A copy of a release repository: what it gives is believed only after it was verified. */
export interface RepositorySource {
	/** As a person names it. */
	readonly place: string;
	/**
	 * A whole file; undefined when this copy does not have it.
	 * @throws SomaError `source-...` when it cannot be said, or the file is too long
	 */
	read(path: string, bounds: ReadBounds): Promise<Uint8Array | undefined>;
}

/** How long a server may take; shorter in tests. */
export interface SourceTimes {
	/** Without a single byte. */
	readonly stallMs: number;
	/** For a whole file, besides what its size allows. */
	readonly totalMs: number;
	/** A server that is slower than this for a whole file is left for the next one. */
	readonly leastBytesPerSecond: number;
}

const usualTimes: SourceTimes = { stallMs: 15_000, totalMs: 30_000, leastBytesPerSecond: 8192 };

/** Opens a copy by its name: a path, or an `http:`, `https:` or `file:` URL. */
export function openRepositorySource(
	place: string,
	times: SourceTimes = usualTimes,
): RepositorySource {
	if (/^https?:\/\//i.test(place)) {
		return httpSource(place, times);
	}
	return folderSource(place.startsWith("file://") ? fileURLToPath(place) : place);
}

function folderSource(folder: string): RepositorySource {
	return {
		place: folder,
		read: async (path, { maxBytes }) => {
			try {
				return readBounded(join(folder, path), maxBytes);
			} catch (cause) {
				if (isAbsent(cause)) {
					return;
				}
				throw unreadable(join(folder, path), cause);
			}
		},
	};
}

/** What cannot be read here may be whole in the next copy. */
function unreadable(path: string, error: unknown): unknown {
	if (!(error instanceof SomaError)) {
		return error;
	}
	return broken(path, errnoOf(error.cause) ?? error.message, error.cause ?? error);
}

function isAbsent(error: unknown): boolean {
	const cause = error instanceof SomaError ? error.cause : error;
	return errnoOf(cause) === "ENOENT";
}

function httpSource(place: string, times: SourceTimes): RepositorySource {
	const base = place.endsWith("/") ? place : `${place}/`;
	return {
		place,
		read: async (path, bounds) => await readUrl(urlOf(path, base), bounds, times),
	};
}

function urlOf(path: string, base: string): string {
	try {
		return new URL(path, base).href;
	} catch (cause) {
		throw broken(base, "it is no URL", cause);
	}
}

/** What a status says when it is not the file: 403 is how object stores say "not there". */
const absentStatus: readonly number[] = [403, 404, 410];

async function readUrl(
	url: string,
	{ maxBytes, signal }: ReadBounds,
	times: SourceTimes,
): Promise<Uint8Array | undefined> {
	const limitMs = times.totalMs + (maxBytes / times.leastBytesPerSecond) * 1000;
	const timer = new Deadline(times.stallMs, limitMs, signal);
	try {
		const response = await fetch(url, {
			redirect: "manual",
			decompress: false, // a few bytes may unpack to very many
			signal: timer.signal,
			headers: { "accept-encoding": "identity" },
		});
		if (absentStatus.includes(response.status)) {
			return undefined;
		}
		if (response.status !== 200) {
			throw broken(url, describeStatus(response));
		}
		return await readBody(url, response, maxBytes, timer);
	} catch (cause) {
		if (cause instanceof SomaError) {
			throw cause;
		}
		throw broken(url, timer.reason ?? (cause instanceof Error ? cause.message : `${cause}`), cause);
	} finally {
		timer.end();
	}
}

async function readBody(
	url: string,
	response: Response,
	maxBytes: number,
	timer: Deadline,
): Promise<Uint8Array> {
	const announced = response.headers.get("content-length");
	refuseLong(url, announced === null ? 0 : Number(announced), maxBytes);
	const pieces: Uint8Array[] = [];
	let sizeBytes = 0;
	// Leaving the loop early cancels the transfer.
	for await (const piece of response.body ?? []) {
		timer.moved();
		sizeBytes += piece.length;
		refuseLong(url, sizeBytes, maxBytes);
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

function describeStatus(response: Response): string {
	const target = response.headers.get("location");
	return target === null
		? `it answers ${response.status}`
		: `it answers ${response.status} and sends on to ${target}, which is not followed`;
}

/** Ends a transfer that stands still, or that takes too long as a whole. */
class Deadline {
	readonly #controller = new AbortController();
	readonly #stallMs: number;
	readonly #total: ReturnType<typeof setTimeout>;
	readonly #outer: AbortSignal | undefined;
	readonly #stop = (): void => this.#abort("it was stopped");
	#stall: ReturnType<typeof setTimeout> | undefined;
	reason: string | undefined;

	constructor(stallMs: number, totalMs: number, outer: AbortSignal | undefined) {
		this.#stallMs = stallMs;
		this.#total = setTimeout(() => this.#abort("it is too slow"), totalMs);
		this.#outer = outer;
		outer?.addEventListener("abort", this.#stop);
		if (outer?.aborted) {
			this.#stop();
		}
		this.moved();
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	moved(): void {
		clearTimeout(this.#stall);
		this.#stall = setTimeout(
			() => this.#abort(`nothing came for ${this.#stallMs / 1000} s`),
			this.#stallMs,
		);
	}

	end(): void {
		clearTimeout(this.#stall);
		clearTimeout(this.#total);
		this.#outer?.removeEventListener("abort", this.#stop);
		this.#controller.abort(); // what nobody read is not fetched either
	}

	#abort(reason: string): void {
		this.reason ??= reason;
		this.#controller.abort();
	}
}

function refuseLong(place: string, sizeBytes: number, maxBytes: number): void {
	if (!(sizeBytes <= maxBytes)) {
		throw new SomaError({
			code: "source-too-long",
			message: `${place} has more than ${maxBytes} bytes, which it may not have`,
			hint: "this is no file of a release repository: check the source",
		});
	}
}

function broken(place: string, why: string, cause?: unknown): SomaError {
	return new SomaError({
		code: "source-broken",
		message: `${place} cannot be read: ${why}`,
		hint: "check the network, the proxy and the URL, or the medium",
		retryable: true,
		cause,
	});
}
