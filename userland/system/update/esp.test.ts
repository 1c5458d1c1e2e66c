import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { concatBytes, equalBytes } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { type EspFiles, espFiles } from "./esp.ts";

let root: string;
let files: EspFiles;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "soma-esp-"));
	files = espFiles(root);
});

afterEach(() => rmSync(root, { recursive: true }));

async function* inPieces(...pieces: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
	yield* pieces;
}

test("a file is written in pieces, read back, and takes the place of another", async () => {
	const large = new Uint8Array(3 * 1024 * 1024 + 5).map((_, at) => at * 31);
	await files.write("EFI/soma/rescue.efi", inPieces(Uint8Array.of(1)));
	await files.write("EFI/soma/rescue.new", inPieces(large, Uint8Array.of(1, 2, 3)));
	files.rename("EFI/soma/rescue.new", "EFI/soma/rescue.efi");
	const read = concatBytes(
		Array.from(files.read("EFI/soma/rescue.efi") ?? [], (piece) => piece.slice()),
	);
	expect(equalBytes(read, concatBytes([large, Uint8Array.of(1, 2, 3)]))).toBe(true);
	expect(files.readAt("EFI/soma/rescue.efi", large.length + 1, 9)).toEqual(Uint8Array.of(2, 3));
	expect(readdirSync(join(root, "EFI/soma"))).toEqual(["rescue.efi"]);
	files.remove("EFI/soma/rescue.efi");
	files.remove("EFI/soma/rescue.efi");
	expect(files.read("EFI/soma/rescue.efi")).toBeUndefined();
	expect(files.freeBytes()).toBeGreaterThan(0);
});

test("a failure names the file; one of the source stays what it is", async () => {
	mkdirSync(join(root, "EFI/soma/rescue.new"), { recursive: true });
	const blocked = files.write("EFI/soma/rescue.new", inPieces(Uint8Array.of(1)));
	await expect(blocked).rejects.toThrow(/rescue\.new cannot be written: EISDIR/);
	expect(() => files.rename("nothing", "EFI/x.efi")).toThrow(/x\.efi cannot be written: ENOENT/);
	const failing = files.write("x.new", {
		async *[Symbol.asyncIterator]() {
			yield Uint8Array.of(1);
			throw new SomaError({ code: "chunk-missing", message: "it is gone" });
		},
	});
	await expect(failing).rejects.toMatchObject({ code: "chunk-missing" });
});
