import {
	appendFileSync,
	copyFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { formatChecksums } from "../../userland/core/release/checksums.ts";
import { makeSigningKey, signingKeyIn } from "../builder/efi.ts";
import { openToolTree } from "../tools/tree.ts";
import { digestOfFile } from "./digest.ts";
import { damageOf, filesBelow, publish } from "./publish.ts";

let work = "";
/** A small directory of outputs that stays whole. */
let whole = "";
/** A copy of it for one test. */
let copy = "";

beforeAll(async () => {
	work = mkdtempSync(join(tmpdir(), "soma-publish-"));
	whole = join(work, "whole");
	mkdirSync(join(whole, "pxe"), { recursive: true });
	const tree = openToolTree();
	await makeSigningKey(tree, "test", join(work, "key"));
	const { key, certificate } = signingKeyIn(join(work, "key"));
	copyFileSync(certificate, join(whole, "certificate.pem"));
	writeFileSync(join(whole, "pxe", "cmdline"), "quiet\n");
	const sums: Record<string, string> = {};
	for (const name of filesBelow(whole)) {
		sums[name] = (await digestOfFile(join(whole, name))).sha256;
	}
	writeFileSync(join(whole, "SHA256SUMS"), formatChecksums(sums));
	const argv = ["openssl", "dgst", "-sha256", "-sign", key, "-out", "SHA256SUMS.sig", "SHA256SUMS"];
	await tree.run({ argv, cwd: whole });
});

beforeEach(() => {
	copy = join(work, "copy");
	rmSync(copy, { recursive: true, force: true });
	cpSync(whole, copy, { recursive: true });
});

afterAll(() => rmSync(work, { recursive: true }));

test("what nobody touched is whole", async () => {
	expect(await damageOf(copy)).toBeUndefined();
});

const damages: readonly [string, string, () => void][] = [
	["a changed file", "pxe/cmdline", () => writeFileSync(join(copy, "pxe/cmdline"), "quieT\n")],
	["a missing file", "pxe/cmdline", () => rmSync(join(copy, "pxe/cmdline"))],
	["a file too many", "more", () => writeFileSync(join(copy, "more"), "")],
	["no checksums", "SHA256SUMS", () => rmSync(join(copy, "SHA256SUMS"))],
	["broken checksums", "SHA256SUMS", () => appendFileSync(join(copy, "SHA256SUMS"), "x\n")],
	["no signature", "SHA256SUMS.sig", () => rmSync(join(copy, "SHA256SUMS.sig"))],
	[
		"a signature of something else",
		"SHA256SUMS.sig",
		() => {
			const path = join(copy, "SHA256SUMS.sig");
			const bytes = readFileSync(path);
			bytes[9] = (bytes[9] ?? 0) ^ 1;
			writeFileSync(path, bytes);
		},
	],
];

test.each(damages)("%s is damage of %s", async (_what, name, damage) => {
	damage();
	expect(await damageOf(copy)).toBe(name);
});

test("what is published replaces everything that was there", async () => {
	const target = join(work, "out", "4800");
	mkdirSync(target, { recursive: true });
	writeFileSync(join(target, "old"), "");
	publish(copy, target);
	expect(filesBelow(target)).toEqual(filesBelow(copy));
	expect(await damageOf(target)).toBeUndefined();
});

test("a place where nothing can be put is named, with a cure", () => {
	const target = join(work, "file", "4800");
	writeFileSync(join(work, "file"), "");
	expect(() => publish(copy, target)).toThrow(
		expect.objectContaining({ code: "out-unusable", message: expect.stringContaining(target) }),
	);
});
