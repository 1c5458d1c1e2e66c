import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LabHttpServer, openHttpServer } from "./http-server.ts";

let directory = "";
let server: LabHttpServer;

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-http-"));
	writeFileSync(join(directory, "file"), "0123456789");
	server = await openHttpServer({
		"/release": { kind: "directory", path: directory },
		"/away": { kind: "text", text: "", status: 302, headers: { location: "/away" } },
	});
});

afterEach(async () => {
	await server.close();
	rmSync(directory, { recursive: true });
});

async function get(path: string, headers: Record<string, string> = {}): Promise<[number, string]> {
	const response = await fetch(`${server.hostUrl}${path}`, { headers, redirect: "manual" });
	return [response.status, await response.text()];
}

test("files of a directory, whole and in pieces", async () => {
	expect(await get("/release/file")).toEqual([200, "0123456789"]);
	expect(await get("/release/file", { range: "bytes=2-4" })).toEqual([206, "234"]);
	expect(await get("/release/file", { range: "bytes=7-" })).toEqual([206, "789"]);
	const head = await fetch(`${server.hostUrl}/release/file`, { method: "HEAD" });
	expect(head.headers.get("content-length")).toBe("10");
});

test("nothing outside of the directory, and no path that nobody gave", async () => {
	expect((await get("/release/..%2f..%2fetc%2fpasswd"))[0]).toBe(404);
	expect((await get("/release"))[0]).toBe(404);
	expect((await get("/other"))[0]).toBe(404);
});

test("paths come, change and go while it runs, and every request is kept", async () => {
	server.route("/soma.ign", { kind: "text", text: "{}" });
	expect(await get("/soma.ign")).toEqual([200, "{}"]);
	server.route("/soma.ign", undefined);
	expect((await get("/soma.ign"))[0]).toBe(404);
	expect((await get("/away"))[0]).toBe(302);
	expect(server.requests.map(({ path, status }) => `${path} ${status}`)).toEqual([
		"/soma.ign 200",
		"/soma.ign 404",
		"/away 302",
	]);
});
