import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runUnchecked } from "../../system/process.ts";
import { runRelease } from "./testing-commands.ts";

const main = join(import.meta.dirname, "..", "..", "main.ts");

test("serve says where it is, answers nodes, and ends when it is told to", async () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-serve-"));
	try {
		const repository = join(directory, "repository");
		await runRelease("init", `--repository=${repository}`, `--keys=${join(directory, "keys")}`);
		const stop = new AbortController();
		let asked: Promise<void> | undefined;
		const ended = await runUnchecked({
			argv: [
				...[process.execPath, main, "release", "serve", `--repository=${repository}`],
				...["--listen=127.0.0.1:0", `--outcomes=${join(directory, "outcomes")}`],
			],
			signal: stop.signal,
			onLine: (line) => {
				const url = /serving .* at (http:\S+)$/.exec(line)?.[1];
				asked ??= url === undefined ? undefined : ask(url).finally(() => stop.abort());
			},
		});
		expect(ended.stderr).toBe("");
		expect(asked).toBeDefined();
		await asked;
	} finally {
		rmSync(directory, { recursive: true });
	}
});

test.each([
	["--listen", "127.0.0.1:"],
	["--listen", "127.0.0.1:848x"],
	["--listen", "::1:8480"],
	["--listen", "8480"],
])("%s %s is refused, and does not open all addresses", async (flag, text) => {
	await expect(runRelease("serve", "--repository=/nonexistent", flag, text)).rejects.toThrow(
		`soma release serve: --listen is HOST:PORT, HOST or :PORT, such as 127.0.0.1:8480 or ` +
			`[::1]:8480, not "${text}"`,
	);
});

test("a token that nobody would have to show is refused", async () => {
	await expect(runRelease("serve", "--repository=/nonexistent", "--token-file=x")).rejects.toThrow(
		"give --outcomes DIR as well",
	);
});

test("a repository is read through the proxy of the environment", async () => {
	const asked: string[] = [];
	const proxy = createServer((request, response) => {
		asked.push(request.url ?? "");
		response.writeHead(404).end();
	});
	try {
		await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
		const address = proxy.address();
		const port = typeof address === "object" ? address?.port : undefined;
		const ended = await runUnchecked({
			argv: [process.execPath, main, "release", "verify", "--repository=http://releases.test/soma"],
			env: { ...process.env, http_proxy: `http://127.0.0.1:${port}`, no_proxy: "" },
		});
		expect(ended.stderr).toContain("http://releases.test/soma is no release repository");
		expect(asked).toEqual(["http://releases.test/soma/metadata/1.root.json"]);
	} finally {
		proxy.close();
	}
});

async function ask(url: string): Promise<void> {
	expect((await fetch(new URL("metadata/timestamp.json", url))).status).toBe(200);
	const body = JSON.stringify({ release: "1", node: "a".repeat(32) });
	const admission = await fetch(new URL("v1/admission", url), { method: "POST", body });
	expect([admission.status, await admission.text()]).toEqual([
		404,
		`{"error":"the release 1 is not offered here"}\n`,
	]);
}
