import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configPath, macOfNeighbour, routeOf } from "../core/pxe/routes.ts";
import { SomaError } from "../lib/errors.ts";
import { sendFile } from "./http-file.ts";
import { type HttpServer, refuseChanges, serveHttp } from "./http-server.ts";
import { readText } from "./text-file.ts";

/** Nobody sends anything here. */
const mostRequestBytes = 1024;

/** What is served, and where. */
export interface ReleaseServerOptions {
	/** The folder of a release, as `npm run image` leaves it. */
	readonly directory: string;
	readonly hostname: string;
	readonly port: number;
	/** The configuration of nodes; `{mac}` in its path stands for the machine that asks. */
	readonly config: string | undefined;
	/** The table of neighbours, which tells the MAC address of who asks. */
	readonly neighbours: string;
	readonly log: (line: string) => void;
}

/**
 * Names of the files of a release: those of its checksums, and these themselves.
 * @throws SomaError when the folder is no release that can be booted from the network
 */
export function filesOfRelease(directory: string): ReadonlySet<string> {
	const sums = readText(join(directory, "SHA256SUMS"));
	const names = (sums ?? "").split("\n").flatMap((line) => {
		const name = /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1];
		return name === undefined ? [] : [name];
	});
	const needed = ["pxe/soma.efi", "pxe/soma.ipxe", "release/usr.zst", "release/verity.zst"];
	const missing = needed.find(
		(name) => !(names.includes(name) && existsSync(join(directory, name))),
	);
	if (missing !== undefined) {
		throw new SomaError({
			code: "pxe-directory",
			message: `${directory} cannot be booted from the network: ${missing} is missing`,
			hint: "name the folder that `npm run image` made: --directory out/VERSION",
		});
	}
	return new Set([...names, "SHA256SUMS", "SHA256SUMS.sig"]);
}

/** Serves a release over HTTP, with ranges; says a line for each request. */
export function serveRelease(options: ReleaseServerOptions): HttpServer {
	const files = filesOfRelease(options.directory);
	const { hostname, port, log } = options;
	const reply = (request: Request, peer: string): Response => answer(options, files, request, peer);
	return serveHttp({ hostname, port, mostRequestBytes, log, answer: reply });
}

function answer(
	options: ReleaseServerOptions,
	files: ReadonlySet<string>,
	request: Request,
	peer: string,
): Response {
	const refused = refuseChanges(request);
	if (refused !== undefined) {
		return refused;
	}
	const route = routeOf(request.url, files);
	switch (route.kind) {
		case "file":
			return sendFile(join(options.directory, route.path), request);
		case "config":
			return sendConfig(options, route.mac, peer);
		case "missing":
			return new Response("not found\n", { status: 404 });
	}
}

/** The file is read anew each time: an operator changes it while the server runs. */
function sendConfig(
	options: ReleaseServerOptions,
	mac: string | undefined,
	peer: string,
): Response {
	const asker = mac ?? macOfNeighbour(readText(options.neighbours) ?? "", peer);
	const path = options.config === undefined ? undefined : configPath(options.config, asker);
	if (path === undefined || !existsSync(path)) {
		const who = asker === undefined ? "a machine whose MAC address is unknown" : asker;
		return new Response(`no configuration for ${who}\n`, { status: 404 });
	}
	return new Response(readFileSync(path), { headers: { "content-type": "application/json" } });
}
