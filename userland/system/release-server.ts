import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configPath, macOfNeighbour, routeOf } from "../core/pxe/routes.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";
import { sendFile } from "./http-file.ts";
import { readText } from "./text-file.ts";

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

/** A running server. */
export interface ReleaseServer {
	readonly port: number;
	stop(): Promise<void>;
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
export function serveRelease(options: ReleaseServerOptions): ReleaseServer {
	const files = filesOfRelease(options.directory);
	const { hostname, port } = options;
	try {
		const server = Bun.serve({
			hostname,
			port,
			idleTimeout: 60,
			fetch: (request, listening) => {
				const peer = listening.requestIP(request)?.address.replace(/^::ffff:/, "") ?? "?";
				const response = answer(options, files, request, peer);
				const { pathname } = new URL(request.url);
				const range = request.headers.get("range") ?? "";
				const what = `${request.method} ${pathname} ${range}`.trim();
				options.log(`${peer} ${what} ${response.status}`);
				return response;
			},
		});
		return { port: server.port ?? port, stop: () => server.stop(true) };
	} catch (cause) {
		const inUse = errnoOf(cause) === "EADDRINUSE";
		throw new SomaError({
			code: "pxe-listen",
			message: `${hostname}:${port} cannot be listened on${inUse ? ": it is in use" : ""}`,
			hint: inUse
				? `another program serves there (\`ss -ltnp\` shows it); choose with --listen HOST:PORT`
				: "listen on an address of this machine: --listen HOST:PORT",
			cause,
		});
	}
}

function answer(
	options: ReleaseServerOptions,
	files: ReadonlySet<string>,
	request: Request,
	peer: string,
): Response {
	if (request.method !== "GET" && request.method !== "HEAD") {
		return new Response("only GET and HEAD\n", { status: 405, headers: { allow: "GET, HEAD" } });
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
