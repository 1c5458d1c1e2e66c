import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSigningKey, type SigningKey, signingKeyIn, signProgram } from "../builder/efi.ts";
import { makeEnrolmentKeys } from "../builder/enrolment-keys.ts";
import { osRelease } from "../builder/os-release.ts";
import { openToolTree } from "../tools/tree.ts";
import { ensureSelector, ensureSelectorHost } from "./build.ts";
import { askHost } from "./host.ts";

const tree = openToolTree();
const directory = mkdtempSync(join(tmpdir(), "soma-keys-"));
const epochSeconds = 1_763_856_000;
let host = "";
let owner: SigningKey;
let file: Buffer;

async function makeKey(name: string): Promise<SigningKey> {
	await makeSigningKey(tree, `Soma test ${name}`, join(directory, name));
	return signingKeyIn(join(directory, name));
}

async function keyFile(signer: SigningKey, name: "PK" | "KEK" | "db", at: string): Promise<Buffer> {
	const keys = await makeEnrolmentKeys(tree, signer, epochSeconds, join(directory, at));
	return readFileSync(keys[`keys/${name}.auth`]);
}

/** The certificate of a PEM file as DER, in hexadecimal digits. */
function derOf({ certificate }: SigningKey): string {
	const text = readFileSync(certificate, "utf8").replace(/-----[^-]+-----|\s/g, "");
	return Buffer.from(text, "base64").toString("hex");
}

async function ask(question: string): Promise<string> {
	return (await askHost(host, [question]))[0] ?? "";
}

beforeAll(async () => {
	host = await ensureSelectorHost(tree);
	owner = await makeKey("owner");
	file = await keyFile(owner, "db", "first");
});

afterAll(() => rmSync(directory, { recursive: true }));

describe("files of keys", () => {
	test.each(["PK", "KEK", "db"] as const)("%s.auth holds the certificate", async (name) => {
		const bytes = await keyFile(owner, name, `again-${name}`);
		expect(await ask(`key-file ${bytes.toString("hex")}`)).toBe(derOf(owner));
	});

	test("the same key gives the same bits", async () => {
		expect(Buffer.compare(await keyFile(owner, "db", "second"), file)).toBe(0);
	});

	const damages: readonly [string, string, (bytes: Buffer) => Buffer][] = [
		["empty", "size", () => Buffer.alloc(0)],
		["half", "list", (bytes) => bytes.subarray(0, bytes.length - 100)],
		["longer", "list", (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
		["of no month", "time", (bytes) => damaged(bytes, 2, 13)],
		["of a part of a second", "time", (bytes) => damaged(bytes, 8, 1)],
		["of another signature type", "signature", (bytes) => damaged(bytes, 24, 0)],
		["with a signature beyond its end", "signature", (bytes) => damaged(bytes, 18, 0xff)],
		["with hashes instead", "list", (bytes) => damaged(bytes, listAt(bytes), 0x26)],
		["with two certificates", "list", (bytes) => damaged(bytes, listAt(bytes) + 24, 0)],
		[
			"with no certificate in its list",
			"certificate",
			(bytes) => damaged(bytes, listAt(bytes) + 44, 0),
		],
	];

	test.each(damages)("a file that is %s is refused for its %s", async (_name, problem, damage) => {
		const hex = damage(Buffer.from(file)).toString("hex") || "-";
		expect(await ask(`key-file ${hex}`)).toBe(`problem ${problem}`);
	});

	test("no cut of a file is taken, and none is read beyond its end", async () => {
		const cuts = Array.from({ length: file.length }, (_, size) => file.subarray(0, size));
		const answers = await askHost(
			host,
			cuts.map((cut) => `key-file ${cut.toString("hex") || "-"}`),
		);
		expect(answers.filter((answer) => !answer.startsWith("problem "))).toEqual([]);
	});
});

function damaged(bytes: Buffer, at: number, value: number): Buffer {
	bytes[at] = value;
	return bytes;
}

/** The signature list lies behind the time and the signature. */
function listAt(bytes: Buffer): number {
	return 16 + bytes.readUInt32LE(16);
}

describe("the programs of a disk", () => {
	test("the key that signed the selector is found in it, another is not", async () => {
		const signed = join(directory, "selector.signed.efi");
		await signProgram(tree, (await ensureSelector(tree)).efi, signed, owner, epochSeconds);
		const bytes = readFileSync(signed);
		const head = bytes.subarray(0, 4096).toString("hex");
		const found = await ask(`signatures ${head} ${bytes.length}`);
		const [offset = 0, size = 0] = found.split(" ").map(Number);
		expect(offset + size).toBe(bytes.length);
		const signatures = bytes.subarray(offset, offset + size).toString("hex");
		expect(await ask(`holds ${signatures} ${derOf(owner)}`)).toBe("yes");
		expect(await ask(`holds ${signatures} ${derOf(await makeKey("other"))}`)).toBe("no");
	});

	test("a program without signatures, a cut one and no program have none", async () => {
		const bytes = readFileSync((await ensureSelector(tree)).efi);
		const head = bytes.subarray(0, 4096).toString("hex");
		expect(await ask(`signatures ${head} ${bytes.length}`)).toBe("none");
		expect(await ask(`signatures ${"00".repeat(4096)} 4096`)).toBe("none");
	});
});

/** A program of one section, as small as the selector reads it. */
function programWith(section: string, text: string): string {
	const bytes = Buffer.alloc(512 + text.length);
	bytes.write("MZ", 0);
	bytes.writeUInt32LE(64, 0x3c);
	bytes.writeUInt32LE(0x4550, 64);
	bytes.writeUInt16LE(1, 64 + 6);
	bytes.write(section, 88, "latin1");
	bytes.writeUInt32LE(text.length, 88 + 8);
	bytes.writeUInt32LE(text.length, 88 + 16);
	bytes.writeUInt32LE(512, 88 + 20);
	bytes.write(text, 512);
	return bytes.toString("hex");
}

describe("the minimum version", () => {
	const old = "it is older than the minimum of a release that was proven here";
	const table: readonly [string, string, string, string][] = [
		["starts without a minimum", osRelease("4800"), "-", "4800||start|keep"],
		["brings the first", osRelease("4800", undefined, "4800"), "-", "4800|4800|start|raise"],
		["starts at the minimum", osRelease("4800", undefined, "4799"), "4800", "4800|4799|start|keep"],
		["raises it", osRelease("4800", undefined, "4800"), "4799", "4800|4800|start|raise"],
		["is too old", osRelease("4799.1"), "4800", `4799.1||${old}|keep`],
		["bars itself", "IMAGE_VERSION=1\nSOMA_MINIMUM=2\n", "-", "1|2|start|keep"],
		["names nothing", "NAME=x\n", "1", "||its signed part names no version|keep"],
		[
			"hides it in a value",
			"NAME=x IMAGE_VERSION=9\n",
			"1",
			"||its signed part names no version|keep",
		],
		["says it last, without an end", "IMAGE_VERSION=12", "3", "12||start|keep"],
	];

	test.each(table)("a release that %s", async (_name, text, minimum, answer) => {
		expect(await ask(`release ${programWith(".osrel", text)} ${minimum}`)).toBe(answer);
	});

	test("only a section of that name counts, within the program", async () => {
		const text = osRelease("4800");
		const empty = "||its signed part names no version|keep";
		expect(await ask(`release ${programWith(".osrelx", text)} 1`)).toBe(empty);
		const cut = programWith(".osrel", text).slice(0, 1024);
		expect(await ask(`release ${cut} 1`)).toBe(empty);
		expect(await ask("release - 1")).toBe(empty);
	});
});
