import { createReadStream, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { pipeline } from "node:stream/promises";
import { assert } from "../../userland/lib/assert.ts";
import { errnoOf } from "../../userland/lib/errors.ts";

/** What a guest on QEMU's user-mode network sees of the host's loopback. */
export const hostAddressForGuests = "10.0.2.2";

/** How a path answers: a file of the host, text, or any function of the request. */
export type LabRoute =
	| { readonly kind: "file"; readonly path: string }
	| { readonly kind: "directory"; readonly path: string }
	| {
			readonly kind: "text";
			readonly text: string;
			readonly status?: number;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	| {
			readonly kind: "handler";
			readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
	  };

/** A request that the server got, in the order of arrival. */
export interface LabRequest {
	readonly method: string;
	readonly path: string;
	/** The status of the answer. */
	readonly status: number;
}

/** An HTTP server of the lab: on the host's loopback, which guests reach at 10.0.2.2. */
export interface LabHttpServer {
	readonly port: number;
	/** Without a slash at the end, for a guest with a user-mode card. */
	readonly guestUrl: string;
	/** The same for programs of the host. */
	readonly hostUrl: string;
	readonly requests: readonly LabRequest[];
	/** Replaces or adds a path while the server runs; undefined takes it away. */
	route(path: string, route: LabRoute | undefined): void;
	close(): Promise<void>;
}

/**
 * Starts a server with these paths. A directory answers for everything below its path. Files have
 * Content-Length and answer to a Range of one piece, as firmware wants it. Every other path is 404.
 */
export async function openHttpServer(
	routes: Readonly<Record<string, LabRoute>> = {},
): Promise<LabHttpServer> {
	const table = new Map(Object.entries(routes));
	const requests: LabRequest[] = [];
	const server = createServer((request, response) => {
		const path = decodeURIComponent(new URL(request.url ?? "/", "http://lab").pathname);
		response.on("close", () => {
			requests.push({ method: request.method ?? "", path, status: response.statusCode });
		});
		void answer(findRoute(table, path), request, response);
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	const address = server.address();
	assert(typeof address === "object" && address !== null, "a server on TCP has a port");
	const { port } = address;
	return {
		port,
		guestUrl: `http://${hostAddressForGuests}:${port}`,
		hostUrl: `http://127.0.0.1:${port}`,
		requests,
		route: (path, route) => {
			table.delete(path);
			if (route !== undefined) {
				table.set(path, route);
			}
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
			});
		},
	};
}

/** The route of exactly this path, or the file below the longest directory. */
function findRoute(table: ReadonlyMap<string, LabRoute>, path: string): LabRoute | undefined {
	const exact = table.get(path);
	if (exact !== undefined && exact.kind !== "directory") {
		return exact;
	}
	const [longest] = [...table]
		.filter(([prefix, { kind }]) => kind === "directory" && isBelow(path, prefix))
		.sort(([left], [right]) => right.length - left.length);
	if (longest?.[1].kind !== "directory") {
		return undefined;
	}
	const rest = normalize(`/${path.slice(longest[0].length)}`); // never above the directory
	return { kind: "file", path: join(longest[1].path, rest) };
}

function isBelow(path: string, prefix: string): boolean {
	return path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);
}

async function answer(
	route: LabRoute | undefined,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	if (route === undefined) {
		response.writeHead(404).end("not found\n");
		return;
	}
	switch (route.kind) {
		case "handler":
			route.handle(request, response);
			return;
		case "text": {
			const length = String(Buffer.byteLength(route.text));
			response.writeHead(route.status ?? 200, { "content-length": length, ...route.headers });
			response.end(request.method === "HEAD" ? undefined : route.text);
			return;
		}
		default:
			await sendFile(route.path, request, response);
	}
}

async function sendFile(
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const status = statSync(path, { throwIfNoEntry: false });
	if (status?.isFile() !== true) {
		response.writeHead(404).end("not found\n");
		return;
	}
	const { start, end } = rangeOf(request.headers.range, status.size);
	const partial = start > 0 || end < status.size - 1;
	response.writeHead(partial ? 206 : 200, {
		"accept-ranges": "bytes",
		"content-length": String(end - start + 1),
		"content-type": "application/octet-stream",
		...(partial ? { "content-range": `bytes ${start}-${end}/${status.size}` } : {}),
	});
	if (request.method === "HEAD" || status.size === 0) {
		response.end();
		return;
	}
	try {
		await pipeline(createReadStream(path, { start, end }), response);
	} catch (error) {
		// A guest that goes away in the middle is a case, not a failure of the server.
		assert(errnoOf(error) !== undefined, `sending ${path} failed: ${error}`);
	}
}

/** The first and last byte that a Range header asks for; all of them without a usable one. */
function rangeOf(header: string | undefined, sizeBytes: number): { start: number; end: number } {
	const [, from = "", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? [];
	const whole = { start: 0, end: Math.max(0, sizeBytes - 1) };
	const start = Number(from);
	if (from === "" || start >= sizeBytes) {
		return whole;
	}
	return { start, end: to === "" ? whole.end : Math.min(Number(to), whole.end) };
}
