import { assert } from "../../userland/lib/assert.ts";

/**
 * The sections of an EFI program by name, without the padding that aligns them in the file (PE/COFF
 * specification, sections 2 to 4).
 */
export function peSections(program: Uint8Array): Map<string, Uint8Array> {
	const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
	const coff = view.getUint32(0x3c, true);
	assert(view.getUint32(coff, true) === 0x4550, "an EFI program has a PE signature");
	const count = view.getUint16(coff + 6, true);
	const table = coff + 24 + view.getUint16(coff + 20, true);
	const sections = new Map<string, Uint8Array>();
	for (let at = table; at < table + count * 40; at += 40) {
		const name = new TextDecoder().decode(program.subarray(at, at + 8)).replace(/\0.*$/, "");
		const sizeBytes = Math.min(view.getUint32(at + 8, true), view.getUint32(at + 16, true));
		const start = view.getUint32(at + 20, true);
		sections.set(name, program.subarray(start, start + sizeBytes));
	}
	return sections;
}
