import { statSync } from "node:fs";
import { join } from "node:path";
import { routeOfRepository } from "../../core/repository/routes.ts";
import {
	answerOutcomeRequest,
	mostRequestBytes,
	type OutcomeDesk,
} from "../../core/wave/server.ts";
import { sendFile } from "../http-file.ts";
import { type HttpServer, pathOf, refuseChanges, serveHttp } from "../http-server.ts";

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

const yearSeconds = 365 * 86_400;

/** Serves a repository over HTTP, with ranges; its files are judged by who takes them. */
export function serveRepository(options: RepositoryServerOptions): HttpServer {
	const { hostname, port, log } = options;
	const reply = (request: Request): Promise<Response> => answer(options, request);
	return serveHttp({ hostname, port, mostRequestBytes, log, answer: reply });
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
	const refused = refuseChanges(request);
	if (refused !== undefined) {
		return refused;
	}
	const route = routeOfRepository(pathOf(request));
	const path = join(directory, route?.path ?? "");
	if (route === undefined || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
		return new Response("not found\n", { status: 404 });
	}
	const cache = route.isFixed ? `public, max-age=${yearSeconds}, immutable` : "no-cache";
	return sendFile(path, request, { "cache-control": cache });
}
