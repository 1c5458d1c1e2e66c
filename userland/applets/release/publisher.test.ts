import {
	copyFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Signer } from "../../core/repository/keys.ts";
import { required } from "../../lib/assert.ts";
import { readKeys } from "../../system/repository/key-directory.ts";
import { makeSigner } from "../../system/repository/release-keys.ts";
import { errorOf } from "../../testing/errors.ts";
import { makeFakeRelease, writeFakeRelease } from "../../testing/fake-release.ts";
import { runRelease } from "./testing-commands.ts";
import { forge, namesInForce, readJson, signLoose } from "./testing-forge.ts";
import { readFiles } from "./testing-lab.ts";
import { add, type Loose, listOf, within } from "./testing-loose.ts";

let directory: string;
let repository: string;
let keys: string;

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-release-"));
	repository = join(directory, "repository");
	keys = join(directory, "keys");
	await change("init");
	await change("publish", build("4800"));
	await change("promote", "4800", "--channel=stable");
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

function change(verb: string, ...words: readonly string[]) {
	return runRelease(verb, ...words, `--repository=${repository}`, `--keys=${keys}`);
}

/** The same with the keys of some files alone. */
function changeBy(files: readonly string[], verb: string, ...words: readonly string[]) {
	const some = join(directory, `some-${files.join("-")}`);
	mkdirSync(some, { recursive: true });
	for (const file of files) {
		copyFileSync(join(keys, file), join(some, file));
	}
	return runRelease(verb, ...words, `--repository=${repository}`, `--keys=${some}`);
}

function build(version: string): string {
	const path = join(directory, "out", version);
	mkdirSync(path, { recursive: true });
	writeFakeRelease(path, makeFakeRelease(version));
	return path;
}

function nameOf(role: "root" | "targets" | "snapshot" | "timestamp"): string {
	return namesInForce(readFiles(repository))[role];
}

function read(name: string): Loose {
	return readJson(readFiles(repository), name);
}

function write(name: string, value: unknown): void {
	writeFileSync(join(repository, name), typeof value === "string" ? value : JSON.stringify(value));
}

function signerOf(file: string): Signer {
	const found = readKeys([keys]).find((key) => key.file === file);
	return required(found, file).signer;
}

const evil = { length: 4, hashes: { sha256: "e".repeat(64) } };

test.each(["promote", "publish", "withdraw", "renew", "rotate-keys"])(
	"%s signs nothing on top of targets that somebody changed",
	async (verb) => {
		const name = nameOf("targets");
		const targets = read(name);
		within(targets, "signed", "targets")["channels/stable.json"] = evil;
		write(name, targets);
		const words = {
			promote: ["4800", "--channel=beta"],
			publish: [build("4801")],
			withdraw: ["4800"],
			renew: [],
			"rotate-keys": ["--role=targets", `--new-keys=${join(directory, "fresh")}`],
		}[verb];
		const error = await errorOf(() => change(verb, ...(words ?? [])));
		expect(error.code).toBe("release-repository");
		expect(error.message).toContain(`${name} differs from what metadata/3.snapshot.json says`);
		expect(error.hint).toContain("another copy");
	},
);

test.each(["snapshot", "timestamp", "root"] as const)(
	"nothing is signed on top of a %s that somebody changed",
	async (role) => {
		const name = nameOf(role);
		const metadata = read(name);
		within(metadata, "signed")["expires"] = "2099-01-01T00:00:00Z";
		write(name, metadata);
		const error = await errorOf(() => change("renew"));
		expect(error.code).toBe("release-repository");
		expect(error.message).toContain(`${name} `);
	},
);

test("nothing is signed on top of an older snapshot or targets under a new number", async () => {
	for (const role of ["snapshot", "targets"] as const) {
		const name = nameOf(role);
		const genuine = readFileSync(join(repository, name));
		write(name, readFileSync(join(repository, `metadata/2.${role}.json`), "utf8"));
		expect((await errorOf(() => change("renew"))).message).toContain(`${name} differs`);
		writeFileSync(join(repository, name), genuine);
	}
	await change("renew");
});

test("what has ended is renewed all the same", async () => {
	const timestamp = within(read("metadata/timestamp.json"), "signed");
	timestamp["expires"] = "2020-01-01T00:00:00Z";
	write("metadata/timestamp.json", signLoose(timestamp, [signerOf("online.pem")]));
	const verify = () => runRelease("verify", `--repository=${repository}`);
	expect((await errorOf(verify)).code).toBe("repository-expired");
	await change("renew");
	expect((await verify()).text).toContain("is whole");
});

test("a publish that was cut off before its timestamp is run again", async () => {
	const before = join(directory, "before");
	cpSync(repository, before, { recursive: true });
	await change("publish", build("4801"));
	const cut = ["metadata/4.targets.json", "metadata/4.snapshot.json"];
	for (const name of cut) {
		cpSync(join(repository, name), join(before, name));
		rmSync(repository, { recursive: true });
		cpSync(before, repository, { recursive: true });
		await change("publish", build("4801"));
		expect((await runRelease("verify", `--repository=${repository}`)).text).toContain(
			"is whole: 2 releases",
		);
	}
});

/** A root that lets a stranger sign for everything beside those who may. */
function hijack(root: Loose, stranger: Signer): void {
	within(root, "keys")[stranger.keyId] = {
		keytype: "ed25519",
		scheme: "ed25519",
		keyval: { public: stranger.publicKey },
	};
	for (const role of ["root", "targets", "snapshot", "timestamp"]) {
		const entry = within(root, "roles", role);
		listOf(entry, "keyids").push(stranger.keyId);
		entry["threshold"] = 1;
	}
}

test("nothing is signed for a root that those before it did not sign", async () => {
	const { signer: stranger } = makeSigner();
	const root = within(read("metadata/1.root.json"), "signed");
	add(root, "version", 1);
	hijack(root, stranger);
	write("metadata/2.root.json", signLoose(root, [stranger]));
	const error = await errorOf(() => change("promote", "4800", "--channel=beta"));
	expect(error.message).toContain("2.root.json is not signed by the keys of the root before it");
});

test("nothing is signed for a stranger who put a root of his own in front of all", async () => {
	const { signer: stranger } = makeSigner();
	const [root, targets] = (["root", "targets"] as const).map((role) => {
		return within(read(nameOf(role)), "signed");
	}) as [Loose, Loose];
	hijack(root, stranger);
	within(targets, "targets")["channels/stable.json"] = evil;
	const edits = { targets: (signed: Loose) => Object.assign(signed, targets) };
	const all = [stranger];
	const signers = { targets: all, snapshot: all, timestamp: all };
	for (const [name, bytes] of forge(readFiles(repository), { edits, signers })) {
		writeFileSync(join(repository, name), bytes);
	}
	write("metadata/1.root.json", signLoose(root, [stranger, signerOf("root-1.pem")]));
	for (const words of [
		["promote", "4800", "--channel=beta"],
		["renew", "--role=root"],
	] as const) {
		const [verb, ...rest] = words;
		const error = await errorOf(() => change(verb, ...rest));
		expect(error.code).toBe("release-repository");
		expect(error.message).toContain("follows no root that the key");
	}
	const offline = await errorOf(() =>
		changeBy(["targets.pem", "online.pem"], "promote", "4800", "--channel=beta"),
	);
	expect(offline.message).toContain("is signed by none of the keys of targets that are at hand");
});

test("keys of targets that were lost are replaced by those who sign roots", async () => {
	const files = ["root-1.pem", "root-3.pem", "online.pem"];
	const fresh = join(directory, "fresh");
	await changeBy(files, "rotate-keys", "--role=targets", `--new-keys=${fresh}`);
	keys = `${keys},${fresh}`;
	await change("promote", "4800", "--channel=beta");
	await change("renew", "--role=root,targets");
});
