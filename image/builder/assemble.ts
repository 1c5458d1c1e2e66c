import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildNetworkBoot } from "../network-boot/build.ts";
import { writeBill } from "../sbom/main.ts";
import type { ToolTree } from "../tools/tree.ts";
import { makeEsp, writeDisk } from "./disk.ts";
import {
	bootImage,
	buildUki,
	ensureDevelopmentKey,
	ensureMeasurementKey,
	type MeasurementKey,
	type SigningKey,
	signProgram,
	stubPath,
} from "./efi.ts";
import { makeEnrolmentKeys } from "./enrolment-keys.ts";
import { makeMicrocode, requireFirmware } from "./firmware.ts";
import type { Kernel } from "./kernel.ts";
import type { DevelopmentRepository } from "./release-repository.ts";
import { makeRescue } from "./rescue.ts";
import {
	compressInitrd,
	makeCompressedInitrd,
	makeInitrd,
	makeInitrdTree,
	makeLiveTree,
	makeNodeTree,
	type Release,
} from "./trees.ts";
import type { Userland } from "./userland.ts";
import { makeUsr, type Usr } from "./usr.ts";

/** The command line of a release, signed with its boot image. */
export function commandLine(rootHash: string): string {
	return [
		"console=tty0 console=ttyS0,115200 gpt quiet loglevel=4 panic=5",
		`usrhash=${rootHash} systemd.verity_usr_options=panic-on-corruption`,
		"mount.usr=/dev/mapper/usr mount.usrfstype=erofs mount.usrflags=ro",
		"systemd.gpt_auto=0 systemd.crash_action=reboot rd.systemd.crash_action=reboot",
		"systemd.show_status=no",
		// The drivers are built in: without this they make links at boot that nobody asked for, and
		// the first bond of a configuration would get the settings of theirs.
		"bonding.max_bonds=0 dummy.numdummies=0",
	].join(" ");
}

/**
 * The command line of a live system of the same release: /usr comes from two loop devices over what
 * was fetched (docs/on-disk-formats.md, a live system).
 */
export function liveCommandLine(commandLine: string): string {
	return [
		commandLine,
		"systemd.verity_usr_data=/dev/loop0 systemd.verity_usr_hash=/dev/loop1 soma.live",
	].join(" ");
}

/** What an image is made of. */
export interface ImageInputs {
	readonly kernel: Kernel;
	readonly userland: Userland;
	/** Path of the base tree. */
	readonly base: string;
	/** Path of the selector, not yet signed. */
	readonly selector: string;
	readonly release: Release;
	readonly repository: DevelopmentRepository;
	/** Where it is made; whatever is there goes. */
	readonly work: string;
}

/**
 * Builds an image and all its parts into a directory, past every cache; `build.json` there names
 * them. The same inputs give the same bits, wherever the directory is.
 */
export async function buildImage(
	tree: ToolTree,
	{ kernel, userland, base, selector, release, repository, work }: ImageInputs,
	report: (line: string) => void,
): Promise<void> {
	rmSync(work, { recursive: true, force: true });
	mkdirSync(work, { recursive: true });
	const slotInputs = { kernel, userland, base, release, repository, work };
	const slot = await buildSlot(tree, slotInputs, report);
	const { usr, boot, uki, signer, measured, ...parts } = slot;
	report("live system");
	const live = join(work, "live.zst");
	const under = { userland, release, initrd: join(work, "initrd") };
	await makeLiveTree(tree, base, under, join(work, "live"));
	await makeCompressedInitrd(tree, join(work, "live"), live);
	const networkInitrd = join(work, "initrd.zst");
	await compressInitrd(tree, parts.initrd, networkInitrd, 19);
	const networkBoot = await buildNetworkBoot(tree, join(work, "network-boot.efi"));
	report("ESP, disk");
	const sign = (name: string, program: string) =>
		signInto(tree, work, name, program, signer, release);
	const signedSelector = await sign("selector.signed.efi", selector);
	report("rescue");
	const { root: releaseRoot } = repository;
	const rescueParts = { kernel: kernel.bzImage, userland, release, releaseRoot };
	const rescueUki = await makeRescue(tree, base, rescueParts, work);
	const keys = await makeEnrolmentKeys(tree, signer, release.epochSeconds, join(work, "keys"));
	const files = {
		"EFI/BOOT/BOOTX64.EFI": signedSelector,
		"EFI/soma/selector.efi": signedSelector,
		"EFI/soma/rescue.efi": await sign("rescue.signed.efi", rescueUki),
		...keys,
	};
	const esp = join(work, "esp");
	makeEsp(files, release.epochSeconds, esp);
	const disk = join(work, "soma.raw");
	const { fileSystem, hashTree, rootHash } = usr;
	writeDisk(
		{ version: release.version, rootHash, esp, boot, usr: fileSystem, verity: hashTree },
		disk,
	);
	const soma = join(work, "soma");
	rmSync(soma, { force: true });
	linkSync(userland.binary, soma); // it stays when its own place in the cache is cleared
	report("bill of materials");
	const stub = join(tree.path, stubPath);
	const made = { kernel, release, base, stub, uki, esp: files, networkBoot, rootHash };
	const record = {
		...parts,
		epochSeconds: release.epochSeconds,
		...{ disk, boot, usr: fileSystem, verity: hashTree, rootHash, live, networkBoot },
		networkInitrd,
		sbom: writeBill(tree, made, work),
		...{ soma, uki, selector: signedSelector, rescue: files["EFI/soma/rescue.efi"] },
		...{ pk: keys["keys/PK.auth"], kek: keys["keys/KEK.auth"], db: keys["keys/db.auth"] },
		keys: { db: signer, measurement: measured, releases: repository.keys },
		repository: repository.repository,
	};
	writeFileSync(join(work, "build.json"), `${JSON.stringify(record, null, "\t")}\n`);
}

/** What fills the partitions of a slot, and what it is made of: paths, and the command line. */
interface Slot {
	readonly usr: Usr;
	readonly boot: string;
	/** The signed boot image, without its header. */
	readonly uki: string;
	readonly kernel: string;
	/** Not compressed: its files are chunks of /usr, too (docs/decisions/0024). */
	readonly initrd: string;
	readonly microcode: string;
	readonly commandLine: string;
	readonly version: string;
	readonly signer: SigningKey;
	readonly measured: MeasurementKey;
}

/** Builds the parts of a slot into a directory that exists, see {@link buildImage}. */
export async function buildSlot(
	tree: ToolTree,
	{ kernel, userland, base, release, repository, work }: Omit<ImageInputs, "selector">,
	report: (line: string) => void,
): Promise<Slot> {
	report("/usr");
	const signer = await ensureDevelopmentKey(tree);
	const { certificate } = signer;
	const node = { userland, release, certificate, releaseRoot: repository.root };
	await makeNodeTree(tree, base, node, join(work, "node"));
	const usr = await makeUsr(tree, join(work, "node", "usr"), release, join(work, "usr"));
	report("initrd");
	const initrd = join(work, "initrd.cpio");
	await makeInitrdTree(tree, base, { release, node: join(work, "node") }, join(work, "initrd"));
	const wanted = readFileSync(join(kernel.directory, "firmware"), "utf8");
	requireFirmware(wanted, join(work, "initrd"));
	await makeInitrd(tree, join(work, "initrd"), initrd);
	const microcode = await makeMicrocode(tree, base, work);
	report("boot image");
	const parts = {
		kernel: kernel.bzImage,
		initrd,
		microcode,
		commandLine: commandLine(usr.rootHash),
		version: release.version,
	};
	const measured = await ensureMeasurementKey(tree);
	const unsigned = join(work, "uki.efi");
	await buildUki(tree, { ...parts, measured }, unsigned);
	const uki = await signInto(tree, work, "uki.signed.efi", unsigned, signer, release);
	const boot = join(work, "boot");
	writeFileSync(boot, bootImage(readFileSync(uki), release.version, usr.rootHash));
	return { ...parts, usr, boot, uki, signer, measured };
}

async function signInto(
	tree: ToolTree,
	work: string,
	name: string,
	program: string,
	signer: Parameters<typeof signProgram>[3],
	release: Release,
): Promise<string> {
	const target = join(work, name);
	await signProgram(tree, program, target, signer, release.epochSeconds);
	return target;
}
