import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatChannel } from "../../core/repository/channel.ts";
import { wavePresets } from "../../core/wave/policy.ts";
import { errorOf } from "../../testing/errors.ts";
import { TestRepository, testNowMs } from "../../testing/test-repository.ts";
import type { HttpServer } from "../http-server.ts";
import { serveRepository } from "./server.ts";
import { openRepositorySource } from "./source.ts";
import { TrustedRepository } from "./trusted-repository.ts";

let directory: string;
let published: TestRepository;
let server: HttpServer;
const lines: string[] = [];

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-served-"));
	published = new TestRepository(join(directory, "published"));
	const options = { hostname: "127.0.0.1", port: 0, desk: undefined };
	const log = (line: string): void => void lines.push(line);
	server = serveRepository({ ...options, directory: published.directory, log });
});

afterEach(async () => {
	await server.stop();
	rmSync(directory, { recursive: true });
});

function url(path = ""): string {
	return `http://127.0.0.1:${server.port}/${path}`;
}

test("a node reads a repository over HTTP", async () => {
	const channel = {
		channel: "stable",
		release: null,
		promotedAtSeconds: 1,
		wave: wavePresets.default,
		withdrawn: [],
	} as const;
	published.put({ "channels/stable.json": formatChannel(channel) });
	const repository = new TrustedRepository({
		sources: [openRepositorySource(url())],
		baseRoot: Buffer.from(published.firstRoot),
		stateDirectory: join(directory, "state"),
		scratchDirectory: join(directory, "scratch"),
		clock: () => ({ nowMs: testNowMs, isSynchronised: true, epochMs: 0 }),
	});
	expect((await repository.refresh()).fresh).toBe("yes");
	expect(await repository.channel("stable")).toEqual(channel);
	expect(lines.at(-1)).toMatch(/^127\.0\.0\.1 GET \/targets\/channels\/\w{64}\.stable\.json 200$/);
});

test("pieces are served, what changes is not to be kept, and nothing else is there", async () => {
	const piece = await fetch(url("metadata/1.root.json"), { headers: { range: "bytes=0-1" } });
	expect([piece.status, await piece.text()]).toEqual([206, "{\n"]);
	expect(piece.headers.get("cache-control")).toContain("immutable");
	const timestamp = await fetch(url("metadata/timestamp.json"));
	expect(timestamp.headers.get("cache-control")).toBe("no-cache");
	for (const path of ["", "metadata", "metadata/9.root.json", "%2e%2e/published/x"]) {
		expect((await fetch(url(path))).status).toBe(404);
	}
	expect((await fetch(url("v1/admission"), { method: "POST", body: "{}" })).status).toBe(405);
});

test("an address that is taken is named", async () => {
	const taken = { hostname: "127.0.0.1", port: server.port, desk: undefined, log: () => {} };
	const error = await errorOf(() => serveRepository({ ...taken, directory }));
	expect(error.message).toContain("it is in use");
});
