import { errnoOf, SomaError } from "../lib/errors.ts";

/** Where a server listens, and what it answers. */
export interface HttpServerOptions {
	readonly hostname: string;
	readonly port: number;
	/** Longer bodies are refused before anything is read of them. */
	readonly mostRequestBytes: number;
	/** @param peer the address of who asks */
	readonly answer: (request: Request, peer: string) => Response | Promise<Response>;
	readonly log: (line: string) => void;
}

/** A running server. */
export interface HttpServer {
	readonly port: number;
	stop(): Promise<void>;
}

/**
 * Serves over HTTP until it is stopped, and says a line for each request.
 * @throws SomaError `http-listen`
 */
export function serveHttp(options: HttpServerOptions): HttpServer {
	const { hostname, port, log } = options;
	try {
		const server = Bun.serve({
			hostname,
			port,
			idleTimeout: 60,
			maxRequestBodySize: options.mostRequestBytes,
			fetch: async (request, listening) => {
				const peer = listening.requestIP(request)?.address.replace(/^::ffff:/, "") ?? "?";
				const response = await options.answer(request, peer);
				const range = request.headers.get("range") ?? "";
				const what = `${request.method} ${pathOf(request)} ${range}`.trim();
				log(`${peer} ${what} ${response.status}`);
				return response;
			},
		});
		return { port: server.port ?? port, stop: () => server.stop(true) };
	} catch (cause) {
		const inUse = errnoOf(cause) === "EADDRINUSE";
		throw new SomaError({
			code: "http-listen",
			message: `${hostname}:${port} cannot be listened on${inUse ? ": it is in use" : ""}`,
			hint: inUse
				? "another program serves there (`ss -ltnp` shows it); choose with --listen HOST:PORT"
				: "listen on an address of this machine: --listen HOST:PORT",
			cause,
		});
	}
}

/** The path that is asked for, as it was sent. */
export function pathOf(request: Request): string {
	return new URL(request.url).pathname;
}

/** The answer to a method that would change something; undefined for one that only reads. */
export function refuseChanges(request: Request): Response | undefined {
	return request.method === "GET" || request.method === "HEAD"
		? undefined
		: new Response("only GET and HEAD\n", { status: 405, headers: { allow: "GET, HEAD" } });
}
