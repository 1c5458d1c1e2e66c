import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openToolTree } from "../../../image/tools/tree.ts";
import { biosBootCode, biosSentence, unfinishedBootCode } from "./bios-sector.ts";

test("a disassembler reads the boot code as it is meant", async () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-bios-"));
	try {
		const path = join(directory, "code");
		writeFileSync(path, biosBootCode());
		const { stdout } = await openToolTree().run({
			argv: [
				...["objdump", "-D", "-b", "binary", "-m", "i8086", "-M", "intel"],
				...["--adjust-vma=0x7c00", "--no-show-raw-insn", "--stop-address=0x7c1a", path],
			],
		});
		const lines = [...stdout.matchAll(/^ +([0-9a-f]+):\t(.*)$/gm)].map(
			([, at = "", text = ""]) => `${at} ${text.replaceAll(/\s+/g, " ").trim()}`,
		);
		expect(lines).toEqual([
			"7c00 xor ax,ax",
			"7c02 mov ds,ax",
			"7c04 cld",
			"7c05 mov si,0x7c1a",
			"7c08 lods al,BYTE PTR ds:[si]",
			"7c09 test al,al",
			"7c0b je 0x7c16",
			"7c0d mov ah,0xe",
			"7c0f mov bx,0x7",
			"7c12 int 0x10",
			"7c14 jmp 0x7c08",
			"7c16 sti",
			"7c17 hlt",
			"7c18 jmp 0x7c16",
		]);
	} finally {
		rmSync(directory, { recursive: true });
	}
});

test("the text is behind the code", () => {
	const bytes = biosBootCode();
	expect(new TextDecoder().decode(bytes.subarray(0x1a))).toBe(`\r\n${biosSentence}\r\n\0`);
	const text = new TextDecoder().decode(unfinishedBootCode().subarray(0x1a));
	expect(text).toMatch(/^\r\nThe installation of Soma OS .*\r\n\0$/);
});
