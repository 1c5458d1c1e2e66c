import {
	closeSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { liveCommandLine } from "../../image/builder/assemble.ts";
import { digestOfFile } from "../../image/outputs/digest.ts";
import { ensureOutputs } from "../../image/outputs/main.ts";
import { makeOutputs } from "../../image/outputs/perform.ts";
import { filesBelow } from "../../image/outputs/publish.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { parseChecksums } from "../../userland/core/release/checksums.ts";
import { manifestPath, parseManifest, slotParts } from "../../userland/core/release/manifest.ts";
import { isAllZero } from "../../userland/lib/bytes.ts";
import { type Build, readBuild } from "../lab/build.ts";
import { extentOf, partitionOf, readTable } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { openOfflineDisk } from "../lab/offline-disk.ts";
import { smallGuest } from "../lab/small-guest.ts";
import { makeWorkDirectory, removeWorkDirectory } from "../lab/work-directory.ts";

const tree = openToolTree();
let build: Build;
/** `out/VERSION/`. */
let out = "";
let work = "";

/** What firmware fetches at each boot without a disk, beside the /usr that the program fetches. */
const greatestProgramBytes = 100_000_000;

beforeAll(async () => {
	build = readBuild();
	out = await ensureOutputs(build, (line) => void process.stderr.write(`outputs: ${line}\n`));
	work = makeWorkDirectory();
});

afterAll(() => removeWorkDirectory(work));

/** Runs a line of a shell in a directory, as an operator would type it. */
function typed(line: string, cwd: string): Promise<{ exitCode: number; stdout: string }> {
	return tree.runUnchecked({ argv: ["sh", "-euc", line], cwd });
}

test("every file is there and nothing else", () => {
	expect(filesBelow(out)).toEqual([
		"SHA256SUMS",
		"SHA256SUMS.sig",
		"certificate.pem",
		"pxe/cmdline",
		"pxe/initrd",
		"pxe/microcode",
		"pxe/soma.efi",
		"pxe/soma.ipxe",
		"pxe/vmlinuz",
		"release/boot.zst",
		"release/db.zst",
		"release/kek.zst",
		"release/manifest.json",
		"release/pk.zst",
		"release/rescue.zst",
		"release/selector.zst",
		"release/usr.zst",
		"release/verity.zst",
		"sbom.spdx.json",
		"soma",
		"soma.iso",
		"soma.qcow2",
		"soma.raw.zst",
	]);
	expect(readFileSync(join(out, "pxe/cmdline"), "utf8")).toBe(
		`${liveCommandLine(build.commandLine)}\n`,
	);
});

test("sha256sum accepts every file and openssl the signature, as the guide says", async () => {
	expect(await typed("sha256sum --check --strict --quiet SHA256SUMS", out)).toMatchObject({
		exitCode: 0,
		stdout: "",
	});
	const listed = parseChecksums(readFileSync(join(out, "SHA256SUMS"), "utf8")) ?? {};
	expect([...Object.keys(listed), "SHA256SUMS", "SHA256SUMS.sig"].sort()).toEqual(filesBelow(out));
	const guide = readFileSync(join(import.meta.dirname, "../../docs/operating.md"), "utf8");
	const [, commands = ""] = /```sh\nsha256sum .*\n(openssl x509[^`]*)```/.exec(guide) ?? [];
	for (const name of ["certificate.pem", "SHA256SUMS", "SHA256SUMS.sig"]) {
		copyFileSync(join(out, name), join(work, name));
	}
	expect(await typed(commands, work)).toMatchObject({ exitCode: 0, stdout: "Verified OK\n" });
	const signed = readFileSync(join(out, "SHA256SUMS"));
	for (const at of [0, signed.length - 2]) {
		const changed = Uint8Array.from(signed);
		changed[at] = (changed[at] ?? 0) ^ 1;
		writeFileSync(join(work, "changed"), changed);
		const tried = await typed(commands.replace(/SHA256SUMS$/m, "changed"), work);
		expect(tried).toMatchObject({ exitCode: 1, stdout: "Verification failure\n" });
	}
});

test("the program for operators runs as it lies there", async () => {
	const tried = await typed("./soma help context list", out);
	expect(tried).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Usage: soma") });
});

test("flash image and qcow2 hold the bits of the disk", async () => {
	const flash = await typed(`zstd -dcq soma.raw.zst | cmp - ${build.disk}`, out);
	expect(flash).toMatchObject({ exitCode: 0, stdout: "" });
	const compared = `qemu-img compare -f qcow2 -F raw soma.qcow2 ${build.disk}`;
	expect(await typed(compared, out)).toMatchObject({
		exitCode: 0,
		stdout: "Images are identical.\n",
	});
	expect((await typed("qemu-img check -q soma.qcow2", out)).exitCode).toBe(0);
});

test("an update holds what lies in the partitions, and its manifest says so", async () => {
	const manifest = JSON.parse(readFileSync(join(out, manifestPath), "utf8"));
	expect(manifest).toMatchObject({ format: 1, version: build.version, rootHash: build.rootHash });
	const disk = await openOfflineDisk({ path: build.disk, format: "raw" });
	const { table } = await readTable(disk);
	for (const [at, part] of slotParts.entries()) {
		const row = manifest.parts[at];
		expect(row).toMatchObject({ part, file: `${part}.zst` });
		const packed = join(out, "release", row.file);
		expect(await digestOfFile(packed)).toEqual({
			sizeBytes: row.compressedSizeBytes,
			sha256: row.compressedSha256,
		});
		const raw = join(work, part);
		expect((await typed(`zstd -dqf ${packed} -o ${raw}`, work)).exitCode).toBe(0);
		const { sizeBytes, sha256 } = row;
		expect(await digestOfFile(raw)).toEqual({ sizeBytes, sha256 });
		const extent = extentOf(partitionOf(table, part, "A"));
		const piece = { offsetBytes: extent.offsetBytes, sizeBytes };
		expect((await digestOfFile(build.disk, piece)).sha256).toBe(sha256);
		const rest = await disk.read(extent.offsetBytes + sizeBytes, extent.sizeBytes - sizeBytes);
		expect(isAllZero(rest)).toBe(true);
	}
});

test("an installation finds the programs of the disk's EFI system partition", async () => {
	const manifest = parseManifest(readFileSync(join(out, manifestPath), "utf8"));
	const disk = await openOfflineDisk({ path: build.disk, format: "raw" });
	const esp = extentOf(partitionOf((await readTable(disk)).table, "esp"));
	for (const { path, file, sizeBytes, sha256 } of manifest.esp) {
		const raw = join(work, "program");
		const packed = join(out, "release", file);
		expect((await typed(`zstd -dqf ${packed} -o ${raw}`, work)).exitCode).toBe(0);
		expect(await digestOfFile(raw)).toEqual({ sizeBytes, sha256 });
		const compared = `mtype -i ${build.disk}@@${esp.offsetBytes} "::${path}" | cmp - ${raw}`;
		expect(await typed(compared, work), path).toMatchObject({ exitCode: 0, stdout: "" });
	}
	const image = join(work, "esp");
	const cut = `tail -c +${esp.offsetBytes + 1} ${build.disk} | head -c ${esp.sizeBytes} >${image}`;
	expect((await typed(cut, work)).exitCode).toBe(0);
	expect(await typed(`fsck.fat -n ${image}`, work)).toMatchObject({ exitCode: 0 });
});

test("the live system is one signed program, and its initrd holds the manifest", async () => {
	const verified = await typed("sbverify --cert certificate.pem pxe/soma.efi", out);
	expect(verified).toMatchObject({ exitCode: 0 });
	const program = readFileSync(join(out, "pxe/soma.efi"));
	expect(program.includes(readFileSync(join(out, "pxe/initrd")))).toBe(true);
	expect(program.includes(readFileSync(join(out, manifestPath)))).toBe(true);
	expect(program.includes(liveCommandLine(build.commandLine))).toBe(true);
	expect(program.length).toBeLessThanOrEqual(greatestProgramBytes);
});

test("a second run gives the same bits", async () => {
	const again = join(work, "again");
	mkdirSync(again);
	await makeOutputs(tree, build, join(again, "files"), () => {});
	const compared = await typed(`diff -r ${join(again, "files")} ${out}`, work);
	expect(compared).toMatchObject({ exitCode: 0, stdout: "" });
});

test("what rotted in the cache is not published", async () => {
	const rotten = join(work, "usr");
	copyFileSync(build.usr, rotten);
	const file = openSync(rotten, "r+");
	writeSync(file, "x", 5 * 4096 + 7);
	closeSync(file);
	await expect(ensureOutputs({ ...build, usr: rotten }, () => {})).rejects.toMatchObject({
		code: "cache-damaged",
		message: expect.stringContaining(`${rotten}: it differs from its root hash`),
	});
	expect(existsSync(join(out, "SHA256SUMS"))).toBe(true);
});

test("too little room is said before anything is made", async () => {
	const huge = join(work, "huge");
	writeFileSync(huge, "");
	truncateSync(huge, 8 * 1024 ** 4);
	await expect(ensureOutputs({ ...build, networkInitrd: huge }, () => {})).rejects.toMatchObject({
		code: "no-space",
		message: expect.stringMatching(/need 32\.?\d* TiB in .*, where [\d.]+ [KMGT]?i?B are free/),
	});
});

/** The ISO in a drive, which firmware starts first. */
function medium(): { id: string; bus: "cdrom"; bootIndex: number } & {
	backing: { mode: "read-only"; path: string; format: "raw" };
} {
	const backing = { mode: "read-only", path: join(out, "soma.iso"), format: "raw" } as const;
	return { id: "medium", bus: "cdrom", bootIndex: 1, backing };
}

test("Linux reads the ISO, and the files on it are whole", async () => {
	const spec = await smallGuest("image-outputs-iso", { disks: [medium()] });
	await withMachine(spec, async ({ hand }) => {
		await hand.expect("mkdir -p /run/medium && mount -t iso9660 -o ro /dev/sr0 /run/medium");
		expect((await hand.expect("ls /run/medium")).split("\n")).toEqual([
			"SHA256SUMS",
			"SHA256SUMS.sig",
			"boot.zst",
			"certificate.pem",
			"db.zst",
			"efi.img",
			"kek.zst",
			"manifest.json",
			"pk.zst",
			"rescue.zst",
			"selector.zst",
			"usr.zst",
			"verity.zst",
		]);
		expect((await hand.expect("cd /run/medium && sha256sum -c SHA256SUMS")).split("\n")).toEqual([
			"boot.zst: OK",
			"certificate.pem: OK",
			"db.zst: OK",
			"kek.zst: OK",
			"manifest.json: OK",
			"pk.zst: OK",
			"rescue.zst: OK",
			"selector.zst: OK",
			"usr.zst: OK",
			"verity.zst: OK",
		]);
	});
});
