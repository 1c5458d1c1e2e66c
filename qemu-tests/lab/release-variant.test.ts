import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { bootHeaderSizeBytes, parseBootHeader } from "../../userland/core/boot/header.ts";
import { layoutRow } from "../../userland/core/disk-layout.ts";
import { required } from "../../userland/lib/assert.ts";
import { partitionOf, readAttributes, readPartition, readTable } from "./disk-tools.ts";
import { ensureLabKey } from "./efi-signing.ts";
import { openOfflineDisk } from "./offline-disk.ts";
import { ensureVariant, type ReleaseParts, writeVariant } from "./release-variant.ts";
import { writeEmptyDisk } from "./testing-disk.ts";
import { makeWorkDirectory, removeWorkDirectory } from "./work-directory.ts";

const tree = openToolTree();
const directory = makeWorkDirectory();
const rootHash = "ab".repeat(32);
let parts: ReleaseParts;

/** A release as small as can be: the kernel need not start for its boot image to be judged. */
beforeAll(async () => {
	mkdirSync(join(directory, "files"));
	writeFileSync(join(directory, "files/hello"), "hello\n");
	writeFileSync(join(directory, "kernel"), "a kernel that nobody starts");
	writeFileSync(join(directory, "initrd"), "an initrd that nobody unpacks");
	const usr = join(directory, "usr.erofs");
	await tree.run({ argv: ["mkfs.erofs", "-T", "0", usr, join(directory, "files")] });
	parts = {
		version: "4799",
		kernel: join(directory, "kernel"),
		initrd: join(directory, "initrd"),
		commandLine: `quiet usrhash=${rootHash}`,
		usr,
		rootHash,
		signer: await ensureLabKey("trusted"),
	};
});
afterAll(() => removeWorkDirectory(directory));

test("veritysetup and sbverify accept a variant", async () => {
	const variant = await ensureVariant(parts, { kind: "good", version: "4799.1" });
	expect(variant.rootHash).not.toBe(rootHash);
	await tree.run({
		argv: ["veritysetup", "verify", variant.usr, variant.verity, variant.rootHash],
	});
	const boot = readFileSync(variant.boot);
	const header = parseBootHeader(boot.subarray(0, bootHeaderSizeBytes), boot.length);
	expect(header).toMatchObject({ version: "4799.1", rootHash: variant.rootHash });
	const program = join(directory, "program.efi");
	writeFileSync(program, boot.subarray(bootHeaderSizeBytes));
	const { certificate } = required(parts.signer, "signer");
	await tree.run({ argv: ["sbverify", "--cert", certificate, program] });
	expect(boot.includes(`usrhash=${variant.rootHash}`)).toBe(true);
});

test("what a foreign key signed is refused by sbverify", async () => {
	const variant = await ensureVariant(parts, { kind: "wrong-signature", version: "4799.2" });
	const program = join(directory, "foreign.efi");
	writeFileSync(program, readFileSync(variant.boot).subarray(bootHeaderSizeBytes));
	const { certificate } = required(parts.signer, "signer");
	const verdict = await tree.runUnchecked({ argv: ["sbverify", "--cert", certificate, program] });
	expect(verdict.exitCode).not.toBe(0);
});

test("a variant is written into slot B, and the attributes stay", async () => {
	const path = join(directory, "disk.raw");
	writeEmptyDisk(path);
	const disk = await openOfflineDisk({ path, format: "raw" });
	const before = await readAttributes(disk);
	const variant = await ensureVariant(parts, { kind: "good", version: "4799.1" });
	await writeVariant(disk, "B", variant);
	const { table } = await readTable(disk);
	const usr = partitionOf(table, "usr", "B");
	expect(usr.uuid.replaceAll("-", "")).toBe(variant.rootHash.slice(0, 32));
	expect(usr.label).toBe("soma_4799.1");
	expect(usr.index).toBe(layoutRow("usr", "B").index);
	expect(partitionOf(table, "verity", "B").uuid.replaceAll("-", "")).toBe(
		variant.rootHash.slice(32),
	);
	const written = await readPartition(disk, usr, 0, 4096);
	expect(written).toEqual(new Uint8Array(readFileSync(parts.usr).subarray(0, 4096)));
	expect(await readAttributes(disk)).toEqual(before);
});
