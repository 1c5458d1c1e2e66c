import { statSync } from "node:fs";
import { join } from "node:path";
import { routeOfRepository } from "../../core/repository/routes.ts";
import {
	answerOutcomeRequest,
	mostRequestBytes,
	type OutcomeDesk,
} from "../../core/wave/server.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { sendFile } from "../http-file.ts";

/** What is served, and where. */
export interface RepositoryServerOptions {
	/** The folder of the repository. */
	readonly directory: string;
	readonly hostname: string;
	readonly port: number;
	/** Where nodes ask whether they may, and tell how it went; nowhere when undefined. */
	readonly desk: OutcomeDesk | undefined;
	readonly log: (line: string) => void;
}

/** A running server. */
export interface RepositoryServer {
	readonly port: number;
	stop(): Promise<void>;
}

const yearSeconds = 365 * 86_400;

/** Serves a repository over HTTP, with ranges; its files are judged by who takes them. */
export function serveRepository(options: RepositoryServerOptions): RepositoryServer {
	const { hostname, port } = options;
	try {
		const server = Bun.serve({
			hostname,
			port,
			idleTimeout: 60,
			maxRequestBodySize: mostRequestBytes,
			fetch: async (request, listening) => {
				const response = await answer(options, request);
				const peer = listening.requestIP(request)?.address.replace(/^::ffff:/, "") ?? "?";
				options.log(`${peer} ${request.method} ${pathOf(request)} ${response.status}`);
				return response;
			},
		});
		return { port: server.port ?? port, stop: () => server.stop(true) };
	} catch (cause) {
		const inUse = errnoOf(cause) === "EADDRINUSE";
		throw new SomaError({
			code: "release-listen",
			message: `${hostname}:${port} cannot be listened on${inUse ? ": it is in use" : ""}`,
			hint: "choose another address of this machine, or another port: --listen HOST:PORT",
			cause,
		});
	}
}

async function answer(
	{ directory, desk }: RepositoryServerOptions,
	request: Request,
): Promise<Response> {
	if (desk !== undefined) {
		const reply = answerOutcomeRequest(desk, {
			method: request.method,
			path: pathOf(request),
			body: request.method === "POST" ? await request.text() : "",
			authorization: request.headers.get("authorization") ?? undefined,
			nowSeconds: Math.floor(Date.now() / 1000),
		});
		if (reply !== undefined) {
			const headers = { "content-type": "application/json" };
			return new Response(reply.body, { status: reply.status, headers });
		}
	}
	if (request.method !== "GET" && request.method !== "HEAD") {
		return new Response("only GET and HEAD\n", { status: 405, headers: { allow: "GET, HEAD" } });
	}
	const route = routeOfRepository(pathOf(request));
	const path = join(directory, route?.path ?? "");
	if (route === undefined || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
		return new Response("not found\n", { status: 404 });
	}
	const cache = route.isFixed ? `public, max-age=${yearSeconds}, immutable` : "no-cache";
	return sendFile(path, request, { "cache-control": cache });
}

function pathOf(request: Request): string {
	return new URL(request.url).pathname;
}
