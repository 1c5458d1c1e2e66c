import {
	chmodSync,
	closeSync,
	copyFileSync,
	mkdirSync,
	openSync,
	readSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { formatChecksums } from "../../userland/core/release/checksums.ts";
import {
	type EspProgram,
	espPrograms,
	formatManifest,
	manifestPath,
	type ReleasePart,
	type SlotPart,
} from "../../userland/core/release/manifest.ts";
import { required } from "../../userland/lib/assert.ts";
import type { ToolTree } from "../tools/tree.ts";
import { type Digest, digestOfFile } from "./digest.ts";
import { planIso } from "./iso9660.ts";
import { appendLiveInitrd, buildLiveProgram } from "./live.ts";
import {
	efiSystemBytes,
	liveProgramPath,
	partPath,
	planOutputs,
	type ReleaseFiles,
	type Step,
	vouchers,
} from "./plan.ts";

/** Where outputs are made: `files` is published, `scratch` is not. */
interface Place {
	readonly files: string;
	readonly scratch: string;
}

/**
 * Makes every output of a release in a directory that does not exist yet, and gives their digests
 * by path. The same release and tools give the same bits.
 */
export async function makeOutputs(
	tree: ToolTree,
	release: ReleaseFiles,
	directory: string,
	report: (line: string) => void,
): Promise<void> {
	const place = { files: directory, scratch: `${directory}.scratch` };
	rmSync(place.scratch, { recursive: true, force: true });
	mkdirSync(place.scratch, { recursive: true });
	const maker = new Maker(tree, release, place);
	try {
		for (const step of planOutputs(release)) {
			report(step.to);
			await maker.make(step);
		}
	} finally {
		rmSync(place.scratch, { recursive: true, force: true });
	}
}

/** Performs the steps of a plan one after another. */
class Maker {
	readonly #tree: ToolTree;
	readonly #release: ReleaseFiles;
	readonly #place: Place;
	/** Of what was made, by path. */
	readonly #digests = new Map<string, Digest>();

	constructor(tree: ToolTree, release: ReleaseFiles, place: Place) {
		this.#tree = tree;
		this.#release = release;
		this.#place = place;
	}

	async make(step: Step): Promise<void> {
		const target = this.#path(step.to);
		mkdirSync(dirname(target), { recursive: true });
		await this.#fill(step, target);
		// It may be hard-linked to where somebody else works on it.
		chmodSync(target, step.kind === "copy" && step.isProgram === true ? 0o555 : 0o444);
		this.#digests.set(step.to, await digestOfFile(target));
	}

	async #fill(step: Step, target: string): Promise<void> {
		const release = this.#release;
		switch (step.kind) {
			case "copy":
				copyFileSync(
					step.from === "certificate" ? release.signer.certificate : release[step.from],
					target,
				);
				return;
			case "text":
				writeFileSync(target, step.text);
				return;
			case "compress":
				// Two threads or twenty give the same bits; `--single-thread` gives others.
				await this.#run("zstd", "-q", "-T2", `-${step.level}`, release[step.from], "-o", target);
				return;
			case "qcow2":
				await this.#run(
					...["qemu-img", "convert", "-m", "1", "-f", "raw", "-O", "qcow2", "-c"],
					...[release.disk, target],
				);
				return;
			case "manifest":
				writeFileSync(target, await this.#manifest());
				return;
			case "live-initrd": {
				const work = join(this.#place.scratch, "live");
				await appendLiveInitrd(this.#tree, release, this.#path(manifestPath), work, target);
				return;
			}
			case "live-program":
				await buildLiveProgram(
					this.#tree,
					{
						kernel: this.#path(step.parts.kernel),
						microcode: this.#path(step.parts.microcode),
						initrd: this.#path(step.parts.initrd),
						commandLine: step.parts.commandLine,
						version: release.version,
					},
					{ release, work: join(this.#place.scratch, "live"), target },
				);
				return;
			case "iso":
				await this.#makeIso(step.holds, target);
				return;
			case "sums":
				writeFileSync(target, this.#sumsOf([...this.#digests.keys()]));
				return;
			case "sign":
				await this.#sign(this.#path(step.from), target);
				return;
		}
	}

	#path(name: string): string {
		return join(this.#place.files, name);
	}

	async #run(...argv: readonly string[]): Promise<void> {
		const env = { SOURCE_DATE_EPOCH: String(this.#release.epochSeconds) };
		await this.#tree.run({ argv, env });
	}

	/** RSA with SHA-256 in PKCS #1 v1.5, which has no randomness: the same bits every time. */
	async #sign(source: string, target: string): Promise<void> {
		const { key } = this.#release.signer;
		await this.#run("openssl", "dgst", "-sha256", "-sign", key, "-out", target, source);
	}

	#sumsOf(names: readonly string[], nameThere = (name: string): string => name): string {
		const rows = names.map((name) => {
			const { sha256 } = required(this.#digests.get(name), `digest of ${name}`);
			return [nameThere(name), sha256] as const;
		});
		return formatChecksums(Object.fromEntries(rows));
	}

	async #manifest(): Promise<string> {
		const part = async (name: SlotPart | EspProgram): Promise<ReleasePart> => {
			const raw = await digestOfFile(this.#release[name]);
			const path = partPath(name);
			const { sizeBytes, sha256 } = required(this.#digests.get(path), `digest of ${name}`);
			const compressed = { compressedSizeBytes: sizeBytes, compressedSha256: sha256 };
			return { file: basename(path), ...raw, ...compressed };
		};
		const programs = {
			selector: await part("selector"),
			rescue: await part("rescue"),
			pk: await part("pk"),
			kek: await part("kek"),
			db: await part("db"),
		};
		return formatManifest({
			...this.#release,
			parts: { boot: await part("boot"), usr: await part("usr"), verity: await part("verity") },
			esp: espPrograms.map(({ path, program }) => ({ path, ...programs[program] })),
		});
	}

	/** The medium holds the outputs, checksums of them, and last what UEFI starts. */
	async #makeIso(holds: readonly string[], target: string): Promise<void> {
		const sums = join(this.#place.scratch, vouchers.sums);
		const signature = join(this.#place.scratch, vouchers.signature);
		const system = join(this.#place.scratch, "efi.img");
		writeFileSync(sums, this.#sumsOf(holds, basename));
		await this.#sign(sums, signature);
		await this.#makeEfiSystem(system);
		const sources = [...holds.map((name) => this.#path(name)), sums, signature, system];
		const { version, epochSeconds } = this.#release;
		const plan = planIso({
			volumeName: `SOMA_${version.replaceAll(".", "_")}`,
			epochSeconds,
			files: sources.map((path) => ({ name: basename(path), sizeBytes: statSync(path).size })),
		});
		writeFileSync(target, plan.head);
		truncateSync(target, plan.sizeBytes);
		for (const [at, source] of sources.entries()) {
			writeInto(target, required(plan.offsetsBytes[at], "place of a file"), source);
		}
	}

	/** FAT16 with what firmware looks for on a removable medium (UEFI 2.10 section 3.5.1.1). */
	async #makeEfiSystem(target: string): Promise<void> {
		writeFileSync(target, "");
		const program = this.#path(liveProgramPath);
		truncateSync(target, efiSystemBytes(statSync(program).size));
		await this.#run("mkfs.vfat", "-F", "16", "-n", "SOMA", "-i", "50a605b1", "--invariant", target);
		await this.#run("mmd", "-i", target, "::EFI", "::EFI/BOOT");
		await this.#run("mcopy", "-i", target, program, "::EFI/BOOT/BOOTX64.EFI");
	}
}

function writeInto(target: string, offsetBytes: number, source: string): void {
	const input = openSync(source, "r");
	const output = openSync(target, "r+");
	try {
		const chunk = new Uint8Array(4 * 1024 * 1024);
		for (let done = 0; ; ) {
			const got = readSync(input, chunk, 0, chunk.length, done);
			if (got === 0) {
				return;
			}
			writeSync(output, chunk, 0, got, offsetBytes + done);
			done += got;
		}
	} finally {
		closeSync(input);
		closeSync(output);
	}
}
