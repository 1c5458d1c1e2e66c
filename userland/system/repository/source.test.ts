import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import { unreadableFile } from "../../testing/unreadable-file.ts";
import { openRepositorySource } from "./source.ts";

const servers: Server[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.close();
	}
});

/** A server that answers every connection in its own way; gives its URL. */
function serve(answer: (socket: Socket) => void): Promise<string> {
	return new Promise((resolve) => {
		const server = createServer((socket) => {
			socket.on("error", () => {});
			socket.once("data", () => answer(socket));
		});
		servers.push(server);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			const port = typeof address === "object" ? address?.port : undefined;
			resolve(`http://127.0.0.1:${port}/sub`);
		});
	});
}

const times = { stallMs: 300, totalMs: 900, leastBytesPerSecond: 1_000_000 };
const bounds = { maxBytes: 100 };

test("a file of a server is read, and one that is not there is undefined", async () => {
	const url = await serve((socket) => {
		socket.end("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc");
	});
	const bytes = await openRepositorySource(url, times).read("metadata/x", bounds);
	expect(new TextDecoder().decode(bytes)).toBe("abc");
	const none = await serve((socket) => socket.end("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n"));
	expect(await openRepositorySource(none, times).read("x", bounds)).toBeUndefined();
});

test.each([
	[
		"a redirect",
		"HTTP/1.1 302 F\r\nlocation: http://127.0.0.1:9/\r\n\r\n",
		/which is not followed/,
	],
	["an error", "HTTP/1.1 500 E\r\ncontent-length: 0\r\n\r\n", /it answers 500/],
	["a long file", "HTTP/1.1 200 OK\r\ncontent-length: 101\r\n\r\n", /more than 100 bytes/],
	["a piece of a file", "HTTP/1.1 206 P\r\ncontent-length: 1\r\n\r\na", /it answers 206/],
	["a file that is cut off", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", /cannot be read/],
	["no HTTP", "SSH-2.0-x\r\n", /cannot be read/],
])("%s is an error that names the URL", async (_what, text, message) => {
	const url = await serve((socket) => socket.end(text));
	const error = await errorOf(() => openRepositorySource(url, times).read("x", bounds));
	expect(error.message).toMatch(message);
	expect(error.message).toContain(`${url}/x`);
});

test("endless data is cut at the bound", async () => {
	const url = await serve((socket) => {
		socket.write("HTTP/1.1 200 OK\r\n\r\n");
		const more = (): void => {
			while (!socket.destroyed && socket.write("x".repeat(4096))) {}
		};
		socket.on("drain", more);
		more();
	});
	const error = await errorOf(() => openRepositorySource(url, times).read("x", bounds));
	expect(error.code).toBe("source-too-long");
});

test.each([
	["never answers", "", 0, /nothing came for 0.3 s/],
	["stops in the middle", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab", 0, /nothing came/],
	["gives a byte now and then", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n", 100, /too slow/],
])("a server that %s is left in time", async (_what, text, everyMs, message) => {
	const url = await serve((socket) => {
		socket.write(text);
		if (everyMs > 0) {
			const timer = setInterval(() => socket.write("x"), everyMs);
			socket.on("close", () => clearInterval(timer));
		}
	});
	const error = await errorOf(() => openRepositorySource(url, times).read("x", bounds));
	expect(error.message).toMatch(message);
});

test("a reader that is stopped stops", async () => {
	const url = await serve(() => {});
	const { signal } = stopSoon();
	const error = await errorOf(() => openRepositorySource(url).read("x", { ...bounds, signal }));
	expect(error.message).toContain("it was stopped");
});

function stopSoon(): AbortController {
	const controller = new AbortController();
	setTimeout(() => controller.abort(), 50);
	return controller;
}

test("a folder gives its files, and says when one is too long or none at all", async () => {
	const folder = mkdtempSync(join(tmpdir(), "soma-source-"));
	try {
		writeFileSync(join(folder, "a"), "abc");
		const source = openRepositorySource(`file://${folder}`);
		expect(new TextDecoder().decode(await source.read("a", bounds))).toBe("abc");
		expect(await source.read("b", bounds)).toBeUndefined();
		expect((await errorOf(() => source.read("a", { maxBytes: 2 }))).message).toContain(
			"more than 2",
		);
		expect((await errorOf(() => source.read(".", bounds))).message).toContain("no regular file");
		expect((await errorOf(() => source.read("a/b", bounds))).message).toContain("ENOTDIR");
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a file that a worn medium does not give is an error of this source", async () => {
	const folder = mkdtempSync(join(tmpdir(), "soma-source-"));
	try {
		symlinkSync(unreadableFile, join(folder, "a"));
		const error = await errorOf(() => openRepositorySource(folder).read("a", { maxBytes: 10_000 }));
		expect(error.code).toBe("source-broken");
		expect(error.message).toBe(`${join(folder, "a")} cannot be read: EINVAL`);
		expect(error.cause).toBeInstanceOf(Error);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a source whose URL is none is broken like one that nobody answers at", async () => {
	const error = await errorOf(() => openRepositorySource("http://").read("a", bounds));
	expect(error.code).toBe("source-broken");
	expect(error.message).toContain("it is no URL");
});
