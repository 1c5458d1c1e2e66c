import { join } from "node:path";
import { required } from "../../userland/lib/assert.ts";
import { run, runUnchecked } from "../../userland/system/process.ts";
import { readBuild } from "./build.ts";
import { hostAddressForGuests } from "./http-server.ts";
import type { ReleaseSite } from "./release-site.ts";
import { withWorkDirectory } from "./work-directory.ts";

/** `soma release serve` of the build, which counts outcomes of releases. */
export interface CountingServer {
	/** For a guest with a user-mode card. */
	readonly guestUrl: string;
	/** The same for programs of the host. */
	readonly hostUrl: string;
	/** What it counted of a release so far. */
	outcomes(version: string): Promise<unknown>;
}

/** Serves the repository of a site as an operator does, until the body ends. */
export async function withCountingServer<T>(
	site: ReleaseSite,
	body: (server: CountingServer) => Promise<T>,
): Promise<T> {
	const { soma } = readBuild();
	return await withWorkDirectory(async (work) => {
		const journal = join(work, "outcomes");
		const stop = new AbortController();
		const serving = (port: string): CountingServer => ({
			guestUrl: `http://${hostAddressForGuests}:${port}`,
			hostUrl: `http://127.0.0.1:${port}`,
			outcomes: async (version) => {
				const words = ["outcomes", version, "--outcomes", journal, "--json"];
				return JSON.parse((await run({ argv: [soma, "release", ...words] })).stdout);
			},
		});
		let done: Promise<T> | undefined;
		const onLine = (line: string): void => {
			const [, port] = /^serving .* at http:\S+:(\d+)\/$/.exec(line) ?? [];
			if (port !== undefined && done === undefined) {
				done = body(serving(port)).finally(() => stop.abort());
				done.catch(() => {}); // it is told below, when the server has ended
			}
		};
		const words = ["--repository", site.directory, "--listen", "127.0.0.1:0"];
		const { stderr } = await runUnchecked({
			argv: [soma, "release", "serve", ...words, "--outcomes", journal],
			signal: stop.signal,
			onLine,
		});
		return await required(done, `a line that says where it serves: ${stderr}`);
	});
}
