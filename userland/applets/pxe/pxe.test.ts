import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { systemPaths } from "../../system/paths.ts";
import { pxeServeCommand } from "./command.ts";

test("an address to listen on that cannot be read is refused, and says what it takes", async () => {
	const quiet = { print: () => {}, warn: () => {}, randomBytes: () => new Uint8Array() };
	const context = { ...quiet, paths: systemPaths };
	const words = ["--directory", "/nonexistent", "--http-only", "--listen", "127.0.0.1:808x"];
	await expect(pxeServeCommand.run(context, words)).rejects.toThrow(
		'HOST:PORT, HOST or :PORT, such as 127.0.0.1:8480 or [::1]:8480, not "127.0.0.1:808x"',
	);
});

const directory = mkdtempSync(join(tmpdir(), "soma-pxe-"));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (name: string): string => join(directory, name);

/** In the place of dnsmasq: says where its TFTP files are, and runs until it is told to end. */
const program = `#!/bin/sh
for word; do case $word in --tftp-root=*) folder=\${word#*=};; esac; done
ls -ld "$folder" "$folder"/* >${at("listing")}
echo "$folder $$" >${at("started.new")} && mv ${at("started.new")} ${at("started")}
exec sleep 600
`;

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

// DHCP needs root, and so does the command before it starts anything.
test.runIf(process.getuid?.() === 0)(
	"dnsmasq finds iPXE where it can read it, and ends together with the command",
	async () => {
		const files = ["pxe/soma.efi", "pxe/soma.ipxe", "release/usr.zst", "release/verity.zst"];
		for (const file of files) {
			mkdirSync(dirname(at(file)), { recursive: true });
			writeFileSync(at(file), "");
		}
		const digest = "0".repeat(64);
		writeFileSync(at("SHA256SUMS"), files.map((file) => `${digest}  ${file}\n`).join(""));
		writeFileSync(at("dnsmasq"), program, { mode: 0o755 });
		writeFileSync(at("snponly.efi"), "iPXE", { mode: 0o600 });
		const main = join(import.meta.dirname, "../../main.ts");
		const serving = Bun.spawn({
			cmd: [
				...[process.execPath, main, "pxe", "serve", "--directory", directory],
				...["--interface", "lo", "--listen", "127.0.0.1:0", "--range", "127.0.0.9-127.0.0.19"],
				...["--dnsmasq", at("dnsmasq"), "--ipxe", at("snponly.efi")],
			],
			stdio: ["ignore", "ignore", "inherit"],
		});
		await vi.waitUntil(() => existsSync(at("started")) || serving.exitCode !== null, {
			timeout: 60_000,
			interval: 20,
		});
		const [folder = "", pid = ""] = readFileSync(at("started"), "utf8").trim().split(" ");
		expect(readFileSync(at("listing"), "utf8")).toMatch(
			/^drwxr-xr-x .*\n-r--r--r-- .*\/snponly\.efi\n$/,
		);
		expect(isRunning(Number(pid))).toBe(true);
		serving.kill("SIGTERM");
		expect(await serving.exited).toBe(0);
		expect(isRunning(Number(pid))).toBe(false);
		expect(existsSync(folder)).toBe(false);
	},
);
