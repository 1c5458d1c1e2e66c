import { createHash } from "node:crypto";
import {
	closeSync,
	mkdtempSync,
	openSync,
	readFileSync,
	readSync,
	rmSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureSelectorHost } from "../../../image/boot-selector/build.ts";
import { diskImage } from "../../../image/boot-selector/disk-image.ts";
import { type PlanReply, planDisk } from "../../../image/boot-selector/host.ts";
import { makeEsp, writeDisk } from "../../../image/builder/disk.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { openHttpServer } from "../../../qemu-tests/lab/http-server.ts";
import { layoutBlocks, layoutRow, minimumDiskSizeBytes } from "../../core/disk-layout.ts";
import { placesOf } from "../../core/gpt/geometry.ts";
import { type ProcessResult, runUnchecked } from "../../system/process.ts";
import {
	type FakeRelease,
	makeFakeRelease,
	writeFakeMedium,
	writeFakeRelease,
} from "../../testing/fake-release.ts";
import { makeDiskFile, provenSlot } from "../../testing/soma-disks.ts";

/* `soma install` as an operator uses it: the real program, a real release, files as disks. */

const program = join(import.meta.dirname, "../../main.ts");
const gibibyte = 1024 ** 3;

let directory = "";
let disk = "";
let source = "";
let certificate = "";
let release: FakeRelease;
let host = "";

beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-install-"));
	disk = join(directory, "disk.img");
	source = join(directory, "4800");
	release = makeFakeRelease();
	certificate = writeFakeRelease(source, release);
	writeFileSync(disk, "");
	truncateSync(disk, 3 * gibibyte);
});

afterEach(() => rmSync(directory, { recursive: true }));

async function soma(...words: string[]): Promise<ProcessResult> {
	return await runUnchecked({ argv: [process.execPath, program, ...words], timeoutMs: 100_000 });
}

async function install(...words: string[]): Promise<ProcessResult> {
	return await soma(
		...["install", "--to", disk, "--source", source, "--certificate", certificate],
		...words,
	);
}

function peek(path: string, offset: number, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	const descriptor = openSync(path, "r");
	readSync(descriptor, bytes, 0, length, offset);
	closeSync(descriptor);
	return bytes;
}

function poke(path: string, offset: number, bytes: Uint8Array): void {
	const descriptor = openSync(path, "r+");
	writeSync(descriptor, bytes, 0, bytes.length, offset);
	closeSync(descriptor);
}

/** What the code of the boot selector decides on the image in a file. */
async function askSelector(path: string, blockSizeBytes: 512 | 4096): Promise<PlanReply> {
	const { size } = Bun.file(path);
	const places = placesOf({ diskSizeBytes: size, blockSizeBytes });
	const tailAt = size - places.tailSizeBytes;
	const image = diskImage({ blockSizeBytes, blockCount: size / blockSizeBytes }, [
		{ lba: 0, bytes: peek(path, 0, places.headSizeBytes) },
		{ lba: tailAt / blockSizeBytes, bytes: peek(path, tailAt, places.tailSizeBytes) },
	]);
	return planDisk(host, { disk: image });
}

async function tool(...argv: readonly string[]): Promise<string> {
	return (await openToolTree().run({ argv })).stdout;
}

/** Cuts the ESP out of the image, since tools take the block size from its own header. */
function espOf(path: string): string {
	const target = join(directory, "esp");
	const { sizeBytes } = layoutRow("esp");
	writeFileSync(target, peek(path, 1024 ** 2, sizeBytes));
	return target;
}

describe.each([512, 4096] as const)("%d-byte blocks", (blockSizeBytes) => {
	const blockSize = `--block-size=${blockSizeBytes}`;

	test("the selector starts slot A of what was installed, and has nothing to mend", async () => {
		const { exitCode, stdout, stderr } = await install(blockSize);
		expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
		expect(stdout).toContain(`Soma OS 4800 is on ${disk}`);
		expect(await askSelector(disk, blockSizeBytes)).toMatchObject({
			slot: "A",
			repairs: 0,
			source: 1,
			primaryStatus: 0,
			backupStatus: 0,
			mbrSound: true,
			problem: "",
		});
		const listed = JSON.parse((await soma("slot", "list", "--json", "--disk", disk)).stdout);
		expect(listed).toMatchObject({ next: "A", findings: [], blockSizeBytes });
		expect(listed.slots[0]).toMatchObject({
			version: "4800",
			condition: "new",
			priority: 1,
			tries: 3,
			rootHash: release.manifest.rootHash,
		});
		expect(listed.slots[1]).toMatchObject({ version: null, condition: "empty" });
	});

	test("parts lie where they belong, and the ESP has selector, rescue, configuration", async () => {
		const config = join(directory, "node.yaml");
		writeFileSync(config, "variant: soma\nversion: 1.0.0\nsoma:\n  hostname: rack-7\n");
		expect((await install(blockSize, "--config", config)).exitCode).toBe(0);
		for (const part of ["boot", "usr", "verity"] as const) {
			const at = layoutRow(part, "A").index - 1;
			const offset = (layoutBlocks(blockSizeBytes)[at]?.firstLba ?? 0) * blockSizeBytes;
			const { sizeBytes, sha256 } = release.manifest.parts[part];
			const digest = createHash("sha256")
				.update(peek(disk, offset, sizeBytes))
				.digest("hex");
			expect(digest, part).toBe(sha256);
		}
		const esp = espOf(disk);
		await tool("fsck.fat", "-n", esp);
		for (const { path, file } of release.manifest.esp) {
			const copy = join(directory, "copy");
			await tool("mcopy", "-n", "-o", "-i", esp, `::${path}`, copy);
			expect(readFileSync(copy).equals(release.contents.get(file) ?? Buffer.alloc(0))).toBe(true);
		}
		const rendered = JSON.parse(await tool("mtype", "-i", esp, "::soma/soma.config.cred"));
		expect(rendered).toMatchObject({ ignition: { version: "3.3.0" } });
	});
});

test("an installed image is a flashed one, but for GUIDs that tell machines apart", async () => {
	const parts: Record<string, string> = {};
	for (const [file, bytes] of release.contents) {
		const path = join(directory, file.replace(".zst", ""));
		writeFileSync(path, bytes);
		parts[file] = path;
	}
	const of = (file: string): string => parts[file] ?? "";
	const esp = join(directory, "flashed-esp");
	const files = Object.fromEntries(release.manifest.esp.map(({ path, file }) => [path, of(file)]));
	makeEsp(files, release.manifest.epochSeconds, esp);
	const flashed = join(directory, "flashed.raw");
	const { version, rootHash } = release.manifest;
	const [boot, usr, verity] = [of("boot.zst"), of("usr.zst"), of("verity.zst")];
	writeDisk({ version, rootHash, esp, boot, usr, verity }, flashed);
	truncateSync(disk, minimumDiskSizeBytes);
	expect((await install()).exitCode).toBe(0);

	const reports = await Promise.all(
		[flashed, disk].map(async (path) =>
			JSON.parse((await soma("slot", "list", "--json", "--disk", path)).stdout),
		),
	);
	const [flashedReport, installedReport] = reports;
	expect(installedReport.diskGuid).not.toBe(flashedReport.diskGuid);
	const unnamed = { disk: "", diskGuid: "" };
	expect({ ...installedReport, ...unnamed }).toEqual({ ...flashedReport, ...unnamed });
	const [flashedPlan, installedPlan] = [
		await askSelector(flashed, 512),
		await askSelector(disk, 512),
	];
	const plain = (plan: PlanReply) => ({
		...plan,
		...{ diskGuid: "", headerCrc32: 0, writes: [] },
		slots: [plan.slots[0], { ...plan.slots[1], usrGuid: "", verityGuid: "" }], // of an empty slot
	});
	expect(plain(installedPlan)).toEqual(plain(flashedPlan));
	// The boot code, and every byte of the ESP but the id of the volume in its two boot sectors.
	expect(peek(disk, 0, 440).equals(peek(flashed, 0, 440))).toBe(true);
	const length = 64 * 1024 ** 2;
	const [one, other] = [disk, flashed].map((path) => {
		const bytes = peek(path, 1024 ** 2, length);
		bytes.fill(0, 67, 71);
		return bytes.fill(0, 6 * 512 + 67, 6 * 512 + 71);
	});
	expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
});

test("two installations differ in every GUID that does not follow from the release", async () => {
	const guids = async (): Promise<string[]> => {
		expect((await install("--wipe")).exitCode).toBe(0);
		const { stdout } = await soma("slot", "list", "--json", "--disk", disk);
		const entries = [1, 2, 5, 6, 7, 8].map((index) =>
			peek(disk, 1024 + (index - 1) * 128 + 16, 16).toString("hex"),
		);
		return [JSON.parse(stdout).diskGuid, ...entries];
	};
	const [first, second] = [await guids(), await guids()];
	expect(first.filter((guid) => second.includes(guid))).toEqual([]);
});

describe("what it refuses", () => {
	test("a disk with a node on it, which --wipe allows", async () => {
		makeDiskFile(disk, { diskSizeBytes: 3 * gibibyte, slots: { A: provenSlot } });
		const places = layoutBlocks(512);
		poke(disk, (places[7]?.firstLba ?? 0) * 512, Buffer.from("something"));
		const before = peek(disk, 0, 1024 ** 2);
		const refused = await install();
		expect(refused.exitCode).toBe(1);
		expect(refused.stderr).toMatch(/holds a node of Soma OS 4799 with its STATE[\s\S]*--wipe/);
		expect(peek(disk, 0, 1024 ** 2).equals(before)).toBe(true);
		const wiped = await install("--wipe");
		expect(wiped.exitCode, wiped.stderr).toBe(0);
		expect((await askSelector(disk, 512)).slot).toBe("A");
	});

	test("a damaged or unsigned release, before anything is written", async () => {
		const file = join(source, "release/usr.zst");
		const whole = readFileSync(file);
		poke(file, 100, Uint8Array.of(1, 2, 3, 4));
		expect((await install()).stderr).toMatch(/release\/usr\.zst .* is damaged/);
		writeFileSync(file, whole.subarray(0, 1000));
		expect((await install()).stderr).toMatch(/it has 1000 bytes/);
		writeFileSync(file, whole);
		poke(join(source, "SHA256SUMS"), 3, Uint8Array.of(0x30));
		expect((await install()).stderr).toMatch(/not signed by the key/);
		rmSync(join(source, "SHA256SUMS"));
		expect((await install()).stderr).toMatch(/SHA256SUMS does not exist/);
		expect(peek(disk, 0, 4096).equals(Buffer.alloc(4096))).toBe(true);
	});

	test.each([
		["{}", /ignition\.version is missing/],
		['{"ignition":{"version":"3.4.0"}}', /is "3\.4\.0"; 3\.0\.0 to 3\.3\.0/],
		["{nonsense", /no Ignition JSON[\s\S]*soma config render/],
		["soma:\n  hostnam: x\n  role: king\n", /2:3: .*hostnam[\s\S]*3:9: .*role/],
		[" ".repeat(1024 ** 2 + 1), /more than 1048576/],
	])("a configuration that no node would read: %.20s", async (text, message) => {
		const config = join(directory, "config");
		writeFileSync(config, text);
		const { exitCode, stderr } = await install("--config", config);
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(message);
	});

	test("several reasons at once, each with its cure, and as events for a program", async () => {
		truncateSync(disk, gibibyte + 7);
		const { exitCode, stderr, stdout } = await install("--json");
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(/for 2 reasons:[\s\S]*no multiple[\s\S]*cure[\s\S]*too few[\s\S]*cure/);
		const events = stdout
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(events.map(({ event }: { event: string }) => event)).toEqual(["refused", "failed"]);
		expect(events[0].refusals.map(({ code }: { code: string }) => code)).toEqual([
			"target-size-odd",
			"target-too-small",
		]);
	});

	test("no disk at all, a folder, a disk that is not named", async () => {
		rmSync(disk);
		expect((await install()).stderr).toMatch(/does not exist[\s\S]*truncate -s/);
		disk = directory;
		expect((await install()).stderr).toMatch(/neither a disk nor a file/);
		expect((await soma("install")).exitCode).toBe(2);
		expect((await soma("install", "--to", disk, "--block-size", "1024")).exitCode).toBe(2);
	});
});

test("a dry run says what would be written, and writes nothing", async () => {
	const { stdout, exitCode } = await install("--dry-run");
	expect(exitCode).toBe(0);
	expect(stdout).toMatch(/mark of an installation[\s\S]*usr of slot A[\s\S]*protective MBR/);
	expect(peek(disk, 0, 1024 ** 2).equals(Buffer.alloc(1024 ** 2))).toBe(true);
});

test("from a medium, which has all files in one folder", async () => {
	const medium = join(directory, "medium");
	const flat = writeFakeMedium(medium, release);
	const { exitCode, stderr } = await soma(
		...["install", "--to", disk, "--source", `file://${medium}/`, "--certificate", flat],
	);
	expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
	expect((await askSelector(disk, 512)).slot).toBe("A");
});

test("over HTTP, with a connection that breaks in the middle", async () => {
	const server = await openHttpServer({ "/4800": { kind: "directory", path: source } });
	const usr = readFileSync(join(source, "release/usr.zst"));
	let broken = 0;
	server.route("/4800/release/usr.zst", {
		kind: "handler",
		handle: (request, response) => {
			if (request.method === "HEAD") {
				response.writeHead(200, { "content-length": usr.length }).end();
				return;
			}
			const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
			response.writeHead(from > 0 ? 206 : 200, { "content-length": usr.length - from });
			if (broken < 2) {
				broken++;
				response.write(usr.subarray(from, from + 20_000), () => response.destroy());
				return;
			}
			response.end(usr.subarray(from));
		},
	});
	try {
		source = `${server.hostUrl}/4800`;
		const { exitCode, stderr } = await install("--json");
		expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
		expect(broken).toBe(2);
		expect((await askSelector(disk, 512)).slot).toBe("A");
		server.route("/4800/release/usr.zst", undefined);
		rmSync(join(directory, "4800/release/usr.zst"));
		expect((await install()).stderr).toMatch(/answers 404/);
		expect((await askSelector(disk, 512)).slot).toBe("A"); // the disk is as it was
	} finally {
		await server.close();
	}
});
