import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contentKey } from "../tools/cache.ts";
import { sourceParts } from "./image-key.ts";

let folder = "";

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "soma-image-key-"));
	mkdirSync(join(folder, "units"));
	writeFileSync(join(folder, "units", "a.service"), "a");
	symlinkSync("a.service", join(folder, "units", "default"));
});

afterEach(() => {
	rmSync(folder, { recursive: true });
});

const key = (): string => contentKey(sourceParts(folder));

test("the key does not change by looking, by a test, or by what is made of an image", () => {
	const before = key();
	writeFileSync(join(folder, "units", "a.test.ts"), "x");
	mkdirSync(join(folder, "outputs"));
	writeFileSync(join(folder, "outputs", "plan.ts"), "x");
	expect(key()).toBe(before);
});

test("another name, content or target of a symlink is another image", () => {
	const keys = [key()];
	renameSync(join(folder, "units", "a.service"), join(folder, "units", "b.service"));
	keys.push(key());
	rmSync(join(folder, "units", "default"));
	symlinkSync("b.service", join(folder, "units", "default"));
	keys.push(key());
	writeFileSync(join(folder, "units", "b.service"), "b");
	keys.push(key());
	expect(new Set(keys).size).toBe(4);
});
