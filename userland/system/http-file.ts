import { rangeOf } from "../core/pxe/routes.ts";

/** Answers with a file, or with the piece of it that is asked for. */
export function sendFile(
	path: string,
	request: Request,
	more: Readonly<Record<string, string>> = {},
): Response {
	const file = Bun.file(path);
	const range = rangeOf(request.headers.get("range"), file.size);
	const headers = {
		...{ "accept-ranges": "bytes", "content-type": "application/octet-stream" },
		...more,
	};
	if (range === "outside") {
		return new Response("", { status: 416, headers: { "content-range": `bytes */${file.size}` } });
	}
	if (range === "whole") {
		// Firmware asks for the length by HEAD before it reads.
		const length = { "content-length": String(file.size) };
		const body = request.method === "HEAD" ? null : file;
		return new Response(body, { headers: { ...headers, ...length } });
	}
	const { first, last } = range;
	return new Response(request.method === "HEAD" ? null : file.slice(first, last + 1), {
		status: 206,
		headers: { ...headers, "content-range": `bytes ${first}-${last}/${file.size}` },
	});
}
