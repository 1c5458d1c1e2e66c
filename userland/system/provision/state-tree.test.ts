import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearState, readStateFacts, stateFiles } from "./state-tree.ts";

let root = "";

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "soma-state-"));
});

afterEach(() => {
	rmSync(root, { recursive: true, force: true });
});

function write(path: string, text = "x"): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}

function everything(): string[] {
	return readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
}

test("a clean slate keeps the machine-id, lost+found and what says that it is under way", () => {
	const outside = mkdtempSync(join(tmpdir(), "soma-outside-"));
	write(stateFiles.machineId, "0123456789abcdef");
	write(stateFiles.reset, "{}");
	write(stateFiles.record);
	write("etc/passwd");
	write("etc/systemd/system/a.service");
	write("lost+found/found");
	write("home/me/.ssh/authorized_keys.d/ignition");
	write("var/lib/soma/identity/node.key");
	write(".etc-work/work/x");
	writeFileSync(join(outside, "safe"), "safe");
	symlinkSync(outside, join(root, "var/link"));
	clearState(root);
	expect(everything()).toEqual([
		".etc-work",
		"etc",
		"etc/machine-id",
		"lost+found",
		"lost+found/found",
		"usr",
		"var",
		"var/lib",
		"var/lib/soma",
		"var/lib/soma/reset.json",
	]);
	expect(readFileSync(join(root, stateFiles.machineId), "utf8")).toBe("0123456789abcdef");
	expect(lstatSync(join(root, ".etc-work")).mode & 0o777).toBe(0o700);
	expect(existsSync(join(outside, "safe"))).toBe(true);
	rmSync(outside, { recursive: true });
	clearState(root); // as after a power cut
	expect(everything()).toContain("etc/machine-id");
});

test("on a blank STATE it makes the first folders", () => {
	clearState(root);
	expect(everything()).toEqual([".etc-work", "etc", "usr", "var"]);
});

test("the facts are read from the files", () => {
	expect(readStateFacts(root)).toEqual({
		record: false,
		marker: false,
		unconfigured: false,
		reset: false,
		machineId: false,
	});
	write(stateFiles.record, "broken");
	write(stateFiles.machineId);
	expect(readStateFacts(root)).toMatchObject({ record: true, machineId: true, marker: false });
});
