import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureSelector } from "../boot-selector/build.ts";
import { driftPolicy } from "../packages/store.ts";
import { writeBill } from "../sbom/main.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { withLock } from "../tools/lock.ts";
import { keepUsed } from "../tools/prune.ts";
import { openToolTree, repositoryRoot, type ToolTree } from "../tools/tree.ts";
import { type Base, ensureBase } from "./base.ts";
import { makeEsp, writeDisk } from "./disk.ts";
import { bootImage, buildUki, ensureDevelopmentKey, signProgram, stubPath } from "./efi.ts";
import { makeMicrocode, requireFirmware } from "./firmware.ts";
import { sourceParts } from "./image-key.ts";
import { ensureKernel, type Kernel } from "./kernel.ts";
import { makeRescue } from "./rescue.ts";
import { makeInitrd, makeInitrdTree, makeNodeTree, type Release } from "./trees.ts";
import { ensureUserland, type Userland } from "./userland.ts";
import { makeUsr } from "./usr.ts";

const dayMs = 86_400_000;

/** The release of a day: days since 2013-10-03, the day on which CoreOS was born. */
export function releaseOf(today: Date): Release {
	const first = Date.UTC(2013, 9, 3);
	const days = Math.floor((today.getTime() - first) / dayMs);
	return { version: String(days), epochSeconds: (first + days * dayMs) / 1000 };
}

/** The command line of a release, signed with its boot image. */
export function commandLine(rootHash: string): string {
	return [
		"console=tty0 console=ttyS0,115200 gpt quiet loglevel=4 panic=5",
		`usrhash=${rootHash} systemd.verity_usr_options=panic-on-corruption`,
		"mount.usr=/dev/mapper/usr mount.usrfstype=erofs mount.usrflags=ro",
		"systemd.gpt_auto=0 systemd.crash_action=reboot rd.systemd.crash_action=reboot",
		"systemd.show_status=no",
	].join(" ");
}

/** How an image is built. */
export interface ImageOptions {
	/** For others than the builder: drift of the package lock is an error. */
	readonly isRelease: boolean;
}

/**
 * Builds the image of this checkout into `out/`, unless the same inputs were built before. Returns
 * how its packages differ from the checkout's lock, a line each.
 */
export async function ensureImage(
	options: ImageOptions,
	report: (line: string) => void,
): Promise<readonly string[]> {
	const tree = openToolTree();
	const [kernel, userland] = [await ensureKernel(tree, report), await ensureUserland()];
	const release = releaseOf(new Date());
	return await withLock("image", report, async () => {
		report("base tree");
		const base = await ensureBase(tree, driftPolicy(options.isRelease), report);
		const made = [tree.path, kernel.key, userland.binary, base.key, release.version];
		const key = contentKey([...made, ...sourceParts()]);
		const work = join(cacheDirectory(), `image-${key}`);
		if (!existsSync(join(work, "build.json"))) {
			await buildImage(tree, { kernel, userland, base, release, work }, report);
		}
		await keepUsed(work, "image-");
		mkdirSync(join(repositoryRoot, "out"), { recursive: true });
		const recordPath = join(repositoryRoot, "out", "build.json");
		writeFileSync(`${recordPath}.new`, readFileSync(join(work, "build.json")));
		renameSync(`${recordPath}.new`, recordPath);
		return base.drift;
	});
}

interface Inputs {
	readonly kernel: Kernel;
	readonly userland: Userland;
	readonly base: Base;
	readonly release: Release;
	readonly work: string;
}

async function buildImage(
	tree: ToolTree,
	{ kernel, userland, base, release, work }: Inputs,
	report: (line: string) => void,
): Promise<void> {
	rmSync(work, { recursive: true, force: true });
	mkdirSync(work, { recursive: true });
	report("/usr");
	await makeNodeTree(tree, base.path, userland, release, join(work, "node"));
	const usr = await makeUsr(tree, join(work, "node", "usr"), release, join(work, "usr"));
	report("initrd");
	const initrd = join(work, "initrd.zst");
	await makeInitrdTree(tree, base.path, release, join(work, "initrd"));
	const wanted = readFileSync(join(kernel.directory, "firmware"), "utf8");
	requireFirmware(wanted, join(work, "initrd"));
	await makeInitrd(tree, join(work, "initrd"), release, initrd);
	const microcode = await makeMicrocode(tree, base.path, release, work);
	report("boot image, ESP, disk");
	const parts = {
		kernel: kernel.bzImage,
		initrd,
		microcode,
		commandLine: commandLine(usr.rootHash),
		version: release.version,
	};
	const signer = await ensureDevelopmentKey(tree);
	const sign = (name: string, program: string) =>
		signInto(tree, work, name, program, signer, release);
	await buildUki(tree, parts, join(work, "uki.efi"));
	const uki = await sign("uki.signed.efi", join(work, "uki.efi"));
	const boot = join(work, "boot");
	writeFileSync(boot, bootImage(readFileSync(uki), release.version, usr.rootHash));
	const selector = await sign("selector.signed.efi", (await ensureSelector(tree)).efi);
	report("rescue");
	const rescueParts = { kernel: kernel.bzImage, userland, release };
	const rescueUki = await makeRescue(tree, base.path, rescueParts, work);
	const files = {
		"EFI/BOOT/BOOTX64.EFI": selector,
		"EFI/soma/selector.efi": selector,
		"EFI/soma/rescue.efi": await sign("rescue.signed.efi", rescueUki),
	};
	const esp = join(work, "esp");
	await makeEsp(tree, files, esp);
	const disk = join(work, "soma.raw");
	const { fileSystem, hashTree, rootHash } = usr;
	writeDisk(
		{ version: release.version, rootHash, esp, boot, usr: fileSystem, verity: hashTree },
		disk,
	);
	report("bill of materials");
	const stub = join(tree.path, stubPath);
	const made = { kernel, release, base: base.path, stub, uki, esp: files, rootHash };
	const record = {
		...parts,
		epochSeconds: release.epochSeconds,
		...{ disk, boot, usr: fileSystem, verity: hashTree, rootHash },
		sbom: writeBill(tree, made, work),
		...{ uki, rescue: files["EFI/soma/rescue.efi"] },
		keys: { db: signer },
	};
	writeFileSync(join(work, "build.json"), `${JSON.stringify(record, null, "\t")}\n`);
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
