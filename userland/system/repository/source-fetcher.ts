import type { Fetcher } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error.js";
import type { RepositorySource } from "./source.ts";

/** What a TUF client calls the repository; only the path behind it is used. */
export const repositoryUrl = "http://repository.invalid/";

/** Gives a TUF client the files of one copy of the repository, and remembers what went wrong. */
export class SourceFetcher implements Fetcher {
	readonly #source: RepositorySource;
	readonly #onFailure: (error: unknown) => void;

	constructor(source: RepositorySource, onFailure: (error: unknown) => void) {
		this.#source = source;
		this.#onFailure = onFailure;
	}

	async downloadBytes(url: string, maxBytes: number): Promise<Buffer> {
		const path = url.slice(repositoryUrl.length);
		try {
			const bytes = await this.#source.read(path, { maxBytes });
			if (bytes === undefined) {
				throw new DownloadHTTPError(`${path} is not there`, 404);
			}
			return Buffer.from(bytes);
		} catch (error) {
			this.#onFailure(error);
			throw error;
		}
	}

	/** Targets are fetched by ourselves: a copy of them on a disk is not wanted. */
	downloadFile(url: string): Promise<never> {
		return Promise.reject(new Error(`${url} is not read through the TUF client`));
	}
}
