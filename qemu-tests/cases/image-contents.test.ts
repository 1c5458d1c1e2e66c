import {
	copyFileSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stubPath } from "../../image/builder/efi.ts";
import { nodeContents } from "../../image/contents/node.ts";
import type { ShippedFile } from "../../image/sbom/component.ts";
import { surveyFiles } from "../../image/sbom/survey.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { required } from "../../userland/lib/assert.ts";
import { recordFigure } from "../../userland/testing/figure.ts";
import { type Build, readBuild } from "../lab/build.ts";
import { extentOf, partitionOf, readTable } from "../lab/disk-tools.ts";
import { openOfflineDisk } from "../lab/offline-disk.ts";
import { peSections } from "../lab/pe-sections.ts";
import { makeWorkDirectory, removeWorkDirectory } from "../lab/work-directory.ts";

const tree = openToolTree();
let build: Build;
let work = "";
/** Every file of a release, most of them taken from its partitions, by its name in the bill. */
let shipped: ReadonlyMap<string, ShippedFile>;

beforeAll(async () => {
	build = readBuild();
	work = makeWorkDirectory();
	shipped = new Map((await unpackAll()).map((file) => [file.name, file]));
});

afterAll(() => removeWorkDirectory(work));

/** Runs a line of a shell; `$1` is the file that it works on. */
async function shell(script: string, cwd: string, file: string): Promise<string> {
	return (await tree.run({ argv: ["sh", "-euc", script, "shell", file], cwd })).stdout;
}

function folder(name: string): string {
	const path = join(work, name);
	mkdirSync(path, { recursive: true });
	return path;
}

const unpackArchive = "cpio --extract --make-directories --quiet";
/** The file that names the release is an archive of its own behind the other. */
const unpackTwo = `{ ${unpackArchive}; ${unpackArchive}; }`;
const unpackPlain = `cat "$1" | ${unpackTwo}`;
const unpackCompressed = `zstd -dcq "$1" | ${unpackTwo}`;

/** Unpacks an archive that firmware or kernel would read from a section of an EFI program. */
async function unpackSection(
	program: Uint8Array,
	section: string,
	name: string,
	unpack: string,
): Promise<string> {
	const target = folder(name);
	const bytes = required(peSections(program).get(section), `${section} of ${name}`);
	const packed = join(work, `${name}.packed`);
	writeFileSync(packed, bytes);
	await shell(unpack, target, packed);
	return target;
}

async function unpackAll(): Promise<ShippedFile[]> {
	const disk = await openOfflineDisk({ path: build.disk, format: "raw" });
	const { table } = await readTable(disk);
	const espAt = extentOf(partitionOf(table, "esp")).offsetBytes;
	const esp = folder("esp");
	await shell(`mcopy -s -n -i "$1@@${espAt}" '::*' .`, esp, build.disk);
	const boot = folder("boot");
	const bootProgram = readFileSync(build.boot).subarray(4096);
	writeFileSync(join(boot, "soma.efi"), bootProgram);
	writeFileSync(join(boot, "linux"), required(peSections(bootProgram).get(".linux"), "kernel"));
	copyFileSync(join(tree.path, stubPath), join(boot, "stub.efi"));
	await shell('fsck.erofs --extract=usr --preserve "$1"', folder("usr"), build.usr);
	await shell(unpackCompressed, folder("live"), build.live);
	copyFileSync(build.networkBoot, join(folder("pxe"), "network-boot.efi"));
	const rescueProgram = readFileSync(join(esp, "EFI", "soma", "rescue.efi"));
	const folders = {
		"": join(work, "usr"),
		"boot/": boot,
		"esp/": esp,
		"initrd/": await unpackSection(bootProgram, ".initrd", "initrd", unpackPlain),
		"live/": join(work, "live"),
		"microcode/": await unpackSection(
			bootProgram,
			".ucode",
			"microcode",
			`cat "$1" | ${unpackArchive}`,
		),
		"pxe/": join(work, "pxe"),
		"rescue/": await unpackSection(rescueProgram, ".initrd", "rescue", unpackCompressed),
	};
	return Object.entries(folders).flatMap(([prefix, path]) => [
		...surveyFiles(path, prefix).values(),
	]);
}

interface BillFile {
	readonly fileName: string;
	readonly checksums: readonly { readonly algorithm: string; readonly checksumValue: string }[];
}

test("the bill of materials has every file of a release, with its checksum, and no other", () => {
	const bill: { readonly files: readonly BillFile[] } = JSON.parse(
		readFileSync(build.sbom, "utf8"),
	);
	const rows = bill.files.map(({ fileName, checksums }) => {
		const sum = checksums.find(({ algorithm }) => algorithm === "SHA256")?.checksumValue;
		return `${fileName.slice(2)} ${sum}`;
	});
	const found = [...shipped.values()].map(({ name, sha256 }) => `${name} ${sha256}`);
	expect(rows.sort()).toEqual(found.sort());
	expect(rows.length).toBeGreaterThan(300);
	recordFigure(`files-in-bill ${rows.length}, unaccounted 0`);
});

test("no file of /usr is setuid, setgid or writable by others, and all are root's", () => {
	const odd = [...shipped.values()]
		.filter(({ name, linkTarget }) => name.startsWith("usr/") && linkTarget === undefined)
		.filter(({ name }) => {
			const { mode, uid, gid } = lstatSync(join(work, "usr", name));
			return (mode & 0o6022) !== 0 || uid !== 0 || gid !== 0;
		});
	expect(odd.map(({ name }) => name)).toEqual([]);
});

test("no file of /usr has an extended attribute, so none has a capability", async () => {
	const script =
		"find * -type f | while read -r path; do" +
		' dump.erofs --path="/$path" "$1" | sed -n "s/.*Xattr size: *//p"; done | sort | uniq -c';
	const sizes = await shell(script, join(work, "usr", "usr"), build.usr);
	const regular = [...shipped.values()].filter(
		({ name, linkTarget }) => name.startsWith("usr/") && linkTarget === undefined,
	);
	expect(sizes.trim()).toBe(`${regular.length} 0`);
});

test("each name in PATH is one that image/contents gives a reason for, fewer than 60", () => {
	const wanted = new Set([
		"soma",
		"soma-agent",
		...nodeContents.flatMap(({ paths }) =>
			paths.filter((path) => /^usr\/s?bin\//.test(path)).map((path) => path.replace(/.*\//, "")),
		),
	]);
	const names = ["bin", "sbin"].flatMap((name) => readdirSync(join(work, "usr", "usr", name)));
	expect(names.filter((name) => !wanted.has(name))).toEqual([]);
	expect(names.length).toBeGreaterThan(5);
	expect(names.length).toBeLessThan(60);
	recordFigure(`names-in-path ${names.length}`);
});

test("no package manager, interpreter, ssh, shell or manual is in /usr", () => {
	const programs = /\/s?bin\/(?:dpkg|apt|perl|python|ssh|scp|sftp|bash|dash|sh|gcc|cc)\b/;
	const folders = /\/(?:share|lib|lib\/x86_64-linux-gnu)\/(?:man|perl|python|apt|dpkg)[^/]*\//;
	const names = [...shipped.keys()].filter((name) => name.startsWith("usr/"));
	expect(names.filter((name) => programs.test(name) || folders.test(name))).toEqual([]);
});

test("each group that udev's rules name exists, on the node and in the initrd", () => {
	const places = {
		"usr/": "usr/share/soma/etc/group",
		"initrd/usr/": "initrd/etc/group",
	};
	for (const [prefix, group] of Object.entries(places)) {
		const rules = [...shipped.keys()].filter((name) =>
			name.startsWith(`${prefix}lib/udev/rules.d/`),
		);
		const named = rules.flatMap((name) => [
			...read(name)
				.matchAll(/\bGROUP="([^"$%]+)"/g)
				.map(([, found]) => found),
		]);
		const known = read(group)
			.split("\n")
			.map((line) => line.replace(/:.*/, ""));
		expect(named).toContain("kvm");
		expect(named.filter((name) => !known.includes(required(name, "a group")))).toEqual([]);
	}
});

/** A file by its name in the bill. */
function read(name: string): string {
	const folder = name.startsWith("initrd/") ? "" : "usr";
	return readFileSync(join(work, folder, name), "utf8");
}
