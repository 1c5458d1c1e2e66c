import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programFiles } from "./programs.ts";

let directory = "";
beforeAll(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-programs-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A file whose content is its name. */
function file(name: string): string {
	const path = join(directory, name);
	writeFileSync(path, name);
	return path;
}

test("what firmware starts is in the bill with its parts, on the disk and in the network", () => {
	const files = programFiles({
		bzImage: file("bzImage"),
		stub: file("stub"),
		uki: file("uki"),
		esp: {
			"EFI/BOOT/BOOTX64.EFI": file("selector"),
			"EFI/soma/rescue.efi": file("rescue"),
			"keys/db.auth": file("db"),
		},
		networkBoot: file("network-boot"),
	});
	const rows = files.map(({ name, origin }) => [name, origin.component, origin.how ?? ""]);
	expect(rows).toEqual([
		["boot/linux", "linux", ""],
		["boot/stub.efi", "stub", ""],
		["boot/soma.efi", "soma", expect.stringMatching(/^kernel, initrd/)],
		["esp/EFI/BOOT/BOOTX64.EFI", "soma", expect.stringMatching(/boot-selector/)],
		["esp/EFI/soma/rescue.efi", "soma", expect.stringMatching(/^kernel, initrd/)],
		["esp/keys/db.auth", "soma", expect.stringMatching(/certificate/)],
		["pxe/network-boot.efi", "soma", expect.stringMatching(/image\/network-boot/)],
	]);
	const sha256 = createHash("sha256").update("network-boot").digest("hex");
	expect(files.at(-1)).toMatchObject({ sha256, sizeBytes: 12 });
});
