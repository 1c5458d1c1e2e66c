import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	bootImage,
	buildUki,
	type MeasurementKey,
	type SigningKey,
	type UkiParts,
} from "../../image/builder/efi.ts";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import {
	partitionLabel,
	type SlotName,
	slotPartitionUuids,
} from "../../userland/core/disk-layout.ts";
import { assert, required } from "../../userland/lib/assert.ts";
import { cached } from "./cached.ts";
import { editTable, extentOf, partitionOf, readTable, replacePartition } from "./disk-tools.ts";
import { ensureLabKey, signEfi } from "./efi-signing.ts";
import type { OfflineDisk } from "./offline-disk.ts";
import { peSections } from "./pe-sections.ts";

/** What a build leaves of a release: paths, and the values that its boot image is made of. */
export interface ReleaseParts {
	readonly version: string;
	readonly kernel: string;
	readonly initrd: string;
	/** The signed command line, with its `usrhash=`. */
	readonly commandLine: string;
	/** The file system of /usr, without its hash tree. */
	readonly usr: string;
	/** The root hash that {@link ReleaseParts.commandLine} names. */
	readonly rootHash: string;
	/** Signs boot images; undefined when the build does not sign. */
	readonly signer: SigningKey | undefined;
	/** Signs what boot images measure; absent when the build does not. */
	readonly measured?: MeasurementKey;
}

/**
 * A release that differs from the one that was built. `good` has the same /usr under another root
 * hash; the others fail: the kernel panics at once (there is nothing to start), /usr is valid and
 * empty, a foreign key signed the boot image, or the command line has a word more than the one
 * whose measurement was signed.
 */
export type VariantKind =
	| "good"
	| "kernel-panics"
	| "empty-usr"
	| "wrong-signature"
	| "altered-command-line";

/** Two variants of one kind need two versions; the root hash follows from both. */
export interface VariantWish {
	readonly kind: VariantKind;
	readonly version: string;
	/** The oldest version that may start once this one is proven. */
	readonly minimum?: string;
}

/** Files of a variant, ready to be written into a slot. */
export interface Variant {
	readonly version: string;
	readonly rootHash: string;
	readonly boot: string;
	readonly usr: string;
	readonly verity: string;
}

/** A key of everything that goes into a variant: the content of all parts, the tools, this file. */
export function releaseKey(parts: ReleaseParts): string {
	const files = [parts.kernel, parts.initrd, parts.usr, import.meta.filename];
	const signer = parts.signer === undefined ? "" : readFileSync(parts.signer.certificate);
	const measured = parts.measured === undefined ? "" : readFileSync(parts.measured.publicKey);
	const texts = [parts.version, parts.rootHash, parts.commandLine, openToolTree().path];
	return contentKey([...texts, signer, measured, ...files.map((path) => readFileSync(path))]);
}

/** Makes a variant of a release, once for each content. */
export async function ensureVariant(parts: ReleaseParts, wish: VariantWish): Promise<Variant> {
	const { kind, version, minimum = "" } = wish;
	const key = contentKey([kind, version, minimum, releaseKey(parts)]);
	const directory = await cached("variant", key, async (path) => {
		mkdirSync(path);
		await makeVariant(parts, wish, path);
	});
	return {
		version,
		rootHash: readFileSync(join(directory, "root-hash"), "utf8").trim(),
		boot: join(directory, "boot"),
		usr: kind === "empty-usr" ? join(directory, "usr") : parts.usr,
		verity: join(directory, "verity"),
	};
}

async function makeVariant(
	parts: ReleaseParts,
	{ kind, version, minimum }: VariantWish,
	directory: string,
): Promise<void> {
	const usr = kind === "empty-usr" ? await makeEmptyUsr(directory) : parts.usr;
	const rootHash = await formatVerity(usr, `${kind} ${version}`, directory);
	const unsigned = join(directory, "uki.efi");
	const commandLine = parts.commandLine.replaceAll(parts.rootHash, rootHash);
	assert(commandLine !== parts.commandLine, "the command line must name the root hash of /usr");
	const { kernel, initrd, measured } = parts;
	const uki = {
		...{ kernel, initrd, commandLine, version },
		...(minimum === undefined ? {} : { minimum }),
	};
	await buildUki(
		openToolTree(),
		kind === "kernel-panics"
			? {
					...uki,
					initrd: await makeEmptyInitrd(directory),
					commandLine: `${commandLine} root=/dev/none`,
				}
			: { ...uki, ...(measured === undefined ? {} : { measured }) },
		unsigned,
	);
	if (kind === "altered-command-line") {
		await alterCommandLine(uki, unsigned, measured);
	}
	const signer = kind === "wrong-signature" ? await ensureLabKey("foreign") : parts.signer;
	const signed = join(directory, "signed.efi");
	if (signer === undefined) {
		renameSync(unsigned, signed);
	} else {
		await signEfi(unsigned, signed, signer);
	}
	writeFileSync(join(directory, "boot"), bootImage(readFileSync(signed), version, rootHash));
	writeFileSync(join(directory, "root-hash"), rootHash);
	for (const leftover of [unsigned, signed]) {
		rmSync(leftover, { force: true });
	}
}

/** Builds an image again with another command line, with the signed measurement of the first. */
async function alterCommandLine(
	uki: UkiParts,
	path: string,
	measured: MeasurementKey | undefined,
): Promise<void> {
	const signature = `${path}.pcrsig`;
	const section = required(peSections(readFileSync(path)).get(".pcrsig"), "a signed measurement");
	const { publicKey } = required(measured, "a key of measurements");
	writeFileSync(signature, section);
	const commandLine = `${uki.commandLine} lab.altered`;
	const copied = { signature, publicKey };
	await buildUki(openToolTree(), { ...uki, commandLine, measured: copied }, path);
	rmSync(signature);
}

async function makeEmptyUsr(directory: string): Promise<string> {
	const empty = join(directory, "empty");
	const path = join(directory, "usr");
	mkdirSync(empty);
	await openToolTree().run({ argv: ["mkfs.erofs", "-T", "0", "--all-root", path, empty] });
	return path;
}

/** An archive with nothing in it: the kernel finds no init and no root. */
async function makeEmptyInitrd(directory: string): Promise<string> {
	const path = join(directory, "empty-initrd");
	await openToolTree().run({
		argv: ["sh", "-euc", `printf '' | cpio -o -H newc --quiet >"$0"`, path],
	});
	return path;
}

/**
 * Another salt gives the same data another root hash, so a variant differs without a changed byte
 * in /usr.
 */
async function formatVerity(usr: string, seed: string, directory: string): Promise<string> {
	const salt = createHash("sha256").update(`soma lab ${seed}`).digest("hex");
	const hashFile = join(directory, "root-hash-file");
	await openToolTree().run({
		argv: [
			...["veritysetup", "format", `--salt=${salt}`, "--hash=sha256"],
			...["--data-block-size=4096", "--hash-block-size=4096"],
			...["--uuid=50a605b0-07e1-4f5e-8c2d-736f6d767279", `--root-hash-file=${hashFile}`],
			...[usr, join(directory, "verity")],
		],
	});
	return readFileSync(hashFile, "utf8").trim();
}

/**
 * Writes a variant into a slot: its three partitions, then their entries. The attributes of the
 * slot stay.
 */
export async function writeVariant(
	disk: OfflineDisk,
	slot: SlotName,
	variant: Variant,
): Promise<void> {
	const { table } = await readTable(disk);
	for (const role of ["boot", "usr", "verity"] as const) {
		const { offsetBytes } = extentOf(partitionOf(table, role, slot));
		await disk.writeFile(offsetBytes, variant[role]);
	}
	const uuids = slotPartitionUuids(variant.rootHash);
	await editTable(disk, (before) => {
		let after = before;
		for (const role of ["boot", "usr", "verity"] as const) {
			const { index } = partitionOf(before, role, slot);
			after = replacePartition(after, index, {
				label: partitionLabel(role, variant.version),
				...(role === "boot" ? {} : { uuid: uuids[role] }),
			});
		}
		return after;
	});
}
