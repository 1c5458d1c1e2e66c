import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../system/process.ts";
import { concatBytes } from "./bytes.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

test("tar(1) reads what we write", async () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-tar-"));
	const contents = [new Uint8Array(), new Uint8Array(511).fill(65), new Uint8Array(1024).fill(66)];
	const parts = contents.flatMap((content, index) => [
		tarHeader(`soma/file-${index}`, content.length, 1_700_000_000),
		content,
		tarPadding(content.length),
	]);
	writeFileSync(join(directory, "a.tar"), concatBytes([...parts, tarEnd]));
	await run({ argv: ["tar", "-xf", "a.tar"], cwd: directory });
	for (const [index, content] of contents.entries()) {
		expect(new Uint8Array(readFileSync(join(directory, `soma/file-${index}`)))).toEqual(content);
	}
	const listed = await run({ argv: ["tar", "-tvf", "a.tar"], cwd: directory });
	expect(listed.stdout).toMatch(/^-rw-r--r-- 0\/0 +511 2023-11-14/m);
	rmSync(directory, { recursive: true });
});
