import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Signer } from "../../core/repository/keys.ts";
import { makeSigner } from "../../system/repository/release-keys.ts";
import { errorOf } from "../../testing/errors.ts";
import { runRelease } from "./testing-commands.ts";
import { forge, namesInForce, readJson, signLoose } from "./testing-forge.ts";
import { readFiles } from "./testing-lab.ts";
import { add, type Loose, listOf, within } from "./testing-loose.ts";
import { TestPublisher } from "./testing-publisher.ts";

let publisher: TestPublisher;
let repository: string;

beforeEach(async () => {
	publisher = new TestPublisher();
	repository = publisher.repository;
	await change("init");
	await change("publish", publisher.build("4800"));
	await change("promote", "4800", "--channel=stable");
});

afterEach(() => {
	publisher.remove();
});

function change(verb: string, ...words: readonly string[]) {
	return publisher.change(verb, ...words);
}

/** The same with the keys of some files alone. */
function changeBy(files: readonly string[], verb: string, ...words: readonly string[]) {
	const some = join(publisher.directory, `some-${files.join("-")}`);
	mkdirSync(some, { recursive: true });
	for (const file of files) {
		copyFileSync(join(publisher.keys, file), join(some, file));
	}
	return runRelease(verb, ...words, `--repository=${repository}`, `--keys=${some}`);
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
			publish: [publisher.build("4801")],
			withdraw: ["4800"],
			renew: [],
			"rotate-keys": ["--role=targets", `--new-keys=${join(publisher.directory, "fresh")}`],
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

test("a file that is missing or no metadata is named", async () => {
	for (const role of ["root", "targets", "snapshot", "timestamp"] as const) {
		const name = nameOf(role);
		const bytes = readFileSync(join(repository, name));
		for (const text of ["{}", "x", '{"signatures":[],"signed":{"_type":"root"}}']) {
			write(name, text);
			const error = await errorOf(() => change("renew"));
			expect(error.code).toBe("release-repository");
			expect(error.message).toContain(`is no whole release repository: ${name}: `);
		}
		rmSync(join(repository, name));
		const missing = await errorOf(() => change("renew"));
		const where = role === "root" ? "metadata/0.root.json" : name;
		expect(missing.message).toContain(`${where}: ENOENT`);
		writeFileSync(join(repository, name), bytes);
	}
});

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
	write("metadata/timestamp.json", signLoose(timestamp, [publisher.signerOf("online.pem")]));
	const verify = () => publisher.read("verify");
	expect((await errorOf(verify)).code).toBe("repository-expired");
	await change("renew");
	expect((await verify()).text).toContain("is whole");
});

test("a publish that was cut off before its timestamp is run again", async () => {
	const before = join(publisher.directory, "before");
	cpSync(repository, before, { recursive: true });
	await change("publish", publisher.build("4801"));
	const cut = ["metadata/4.targets.json", "metadata/4.snapshot.json"];
	for (const name of cut) {
		cpSync(join(repository, name), join(before, name));
		rmSync(repository, { recursive: true });
		cpSync(before, repository, { recursive: true });
		await change("publish", publisher.build("4801"));
		expect((await publisher.read("verify")).text).toContain("is whole: 2 releases");
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
	write("metadata/1.root.json", signLoose(root, [stranger, publisher.signerOf("root-1.pem")]));
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

test("a thief of former keys has nothing signed that these keys signed", async () => {
	const before = join(publisher.directory, "before");
	const fresh = join(publisher.directory, "fresh");
	cpSync(repository, before, { recursive: true });
	await change("rotate-keys", "--role=targets", `--new-keys=${fresh}`);
	copyFileSync(join(publisher.keys, "online.pem"), join(fresh, "online.pem"));
	const former = publisher.signerOf("targets.pem");
	const online = publisher.signerOf("online.pem");
	publisher.keys = fresh;
	const edits = {
		targets: (signed: Loose): void => {
			within(signed, "targets")["channels/beta.json"] = evil;
		},
	};
	// The state before the rotation again, as if it had been cut off.
	for (const signers of [{}, { targets: [former], snapshot: [online], timestamp: [online] }]) {
		const old = readFiles(before);
		for (const [name, bytes] of "targets" in signers ? forge(old, { edits, signers }) : old) {
			writeFileSync(join(repository, name), bytes);
		}
		const error = await errorOf(() => change("promote", "4800", "--channel=beta"));
		expect(error.message).toContain("is signed by none of the keys of targets that are at hand");
		expect(error.hint).toContain("a rotation of keys was cut off: name the former keys as well");
	}
});

test("keys of targets that were lost are replaced by those who sign roots", async () => {
	const files = ["root-1.pem", "root-3.pem", "online.pem"];
	const fresh = join(publisher.directory, "fresh");
	await changeBy(files, "rotate-keys", "--role=targets", `--new-keys=${fresh}`);
	publisher.keys = `${publisher.keys},${fresh}`;
	await change("promote", "4800", "--channel=beta");
	await change("renew", "--role=root,targets");
});
