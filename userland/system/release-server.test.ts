import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HttpServer } from "./http-server.ts";
import { filesOfRelease, serveRelease } from "./release-server.ts";

const files = ["pxe/soma.efi", "pxe/soma.ipxe", "release/usr.zst", "release/verity.zst"];
let directory = "";
let lines: string[] = [];
let server: HttpServer;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-release-"));
	for (const name of [...files, "pxe/private", "node.ign"]) {
		mkdirSync(dirname(join(directory, name)), { recursive: true });
		writeFileSync(join(directory, name), `0123456789 ${name}`);
	}
	const sums = files.map((name) => `${"ab".repeat(32)}  ${name}\n`).join("");
	writeFileSync(join(directory, "SHA256SUMS"), sums);
	const neighbours = join(directory, "arp");
	writeFileSync(neighbours, "127.0.0.1  0x1  0x2  52:54:00:aa:00:01  *  eth1\n");
	writeFileSync(join(directory, "52-54-00-aa-00-01.ign"), "{}");
	lines = [];
	server = serveRelease({
		...{ directory, hostname: "127.0.0.1", port: 0, neighbours },
		config: join(directory, "{mac}.ign"),
		log: (line) => lines.push(line),
	});
});

afterEach(async () => {
	await server.stop();
	rmSync(directory, { recursive: true });
});

async function ask(path: string, init: RequestInit = {}): Promise<[number, string, Headers]> {
	const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
	return [response.status, await response.text(), response.headers];
}

test("files of the release come whole, in pieces, and as their length alone", async () => {
	expect((await ask("/pxe/soma.efi")).slice(0, 2)).toEqual([200, "0123456789 pxe/soma.efi"]);
	const [status, text, headers] = await ask("/release/usr.zst", {
		headers: { range: "bytes=2-4" },
	});
	expect([status, text, headers.get("content-range")]).toEqual([206, "234", "bytes 2-4/26"]);
	const [, none, length] = await ask("/pxe/soma.efi", { method: "HEAD" });
	expect([none, length.get("content-length")]).toEqual(["", "23"]);
	expect((await ask("/pxe/soma.efi", { headers: { range: "bytes=99-" } }))[0]).toBe(416);
	expect(lines[0]).toBe("127.0.0.1 GET /pxe/soma.efi 200");
});

test("nothing else is served, and nothing is taken", async () => {
	for (const path of ["/pxe/private", "/node.ign", "/", "/pxe/..%2f..%2fetc/passwd"]) {
		expect((await ask(path))[0]).toBe(404);
	}
	expect((await ask("/pxe/soma.efi", { method: "POST", body: "x" }))[0]).toBe(405);
});

test("a machine gets the configuration of its own MAC address", async () => {
	expect((await ask("/pxe/soma.ign")).slice(0, 2)).toEqual([200, "{}"]);
	const other = await ask("/pxe/soma.ign?mac=52-54-00-aa-00-02");
	expect(other.slice(0, 2)).toEqual([404, "no configuration for 52:54:00:aa:00:02\n"]);
});

test("a folder that is no release, and a port in use, are refused with a cure", () => {
	rmSync(join(directory, "release/usr.zst"));
	expect(() => filesOfRelease(directory)).toThrow(/release\/usr.zst is missing/);
	writeFileSync(join(directory, "release/usr.zst"), "");
	const again = { directory, hostname: "127.0.0.1", port: server.port, neighbours: "/none" };
	expect(() => serveRelease({ ...again, config: undefined, log: () => {} })).toThrow(/in use/);
});
