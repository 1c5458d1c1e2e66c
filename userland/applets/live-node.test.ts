import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LiveRecord } from "../core/live/record.ts";
import type { SystemPaths } from "../system/paths.ts";
import { makeFakeNode } from "../testing/fake-node.ts";
import { agentCommand } from "./agent/command.ts";
import type { Command, Context } from "./context.ts";
import { slotCommands } from "./slot/commands.ts";
import { collectStatus } from "./status/collect.ts";
import { statusCommand } from "./status/command.ts";

/* A system without a disk of its own; a disk of another machine is in it. */

const live: LiveRecord = {
	version: "4799",
	source: "http://a/pxe/soma.efi",
	state: "ram",
	baseUrl: "http://a/",
	unsigned: true,
};

let directory = "";
let paths: SystemPaths;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-live-"));
	paths = makeFakeNode(directory, { live });
});
afterEach(() => rmSync(directory, { recursive: true }));

async function run(command: Command | undefined, ...words: string[]): Promise<string> {
	const lines: string[] = [];
	const print = (line: string): void => void lines.push(line);
	const context: Context = { paths, print, warn: print, randomBytes: () => new Uint8Array() };
	expect(await command?.run(context, words)).toBe(0);
	return lines.join("\n");
}

const markGood = slotCommands.find(({ spec }) => spec.name === "soma slot mark-good");

test("a live system is healthy without a slot, and says where it came from", async () => {
	const health = JSON.parse(await run(agentCommand, "--once"));
	expect(health.state).toBe("ready");
	expect(health.checks).toContainEqual({
		...{ name: "slot", ok: true, fatal: false },
		detail: "none: a live system from http://a/pxe/soma.efi",
	});
	const status = collectStatus(paths);
	expect(status).toMatchObject({ live, slot: null, disk: null, boot: null, proven: null });
	expect(status.unknown["disk"]).toMatch(/live system, which has no disk of its own/);
	const page = await run(statusCommand);
	expect(page).toMatch(/^live +from http:\/\/a\/pxe\/soma\.efi, NOT SIGNED$/m);
	expect(page).toMatch(/^STATE is +in memory/m);
	expect(page).not.toMatch(/^(proven|running slot|slots|booted)/m);
});

test("its boot is proven without a write to any disk", async () => {
	expect(await run(markGood, "--booted")).toBe("soma: live system healthy");
});

test("slots of a disk that happens to be there are shown when it is named", async () => {
	await expect(run(slotCommands[0])).rejects.toMatchObject({ code: "no-boot-disk" });
	const disk = join(paths.deviceNodes, "vda");
	expect(await run(slotCommands[0], "--disk", disk)).toMatch(/^A +4799/m);
});
