import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeTicket } from "../../core/pki/ticket.ts";
import { parseSignedTrust } from "../../core/pki/trust.ts";
import { required } from "../../lib/assert.ts";
import { readCertificates } from "../../system/pki/certificates.ts";
import { peerOf } from "../../system/pki/peers.ts";
import { trustMaterialOf } from "../../system/pki/trust-bundles.ts";
import { runUnchecked } from "../../system/process.ts";
import { errorOf } from "../../testing/errors.ts";
import type { Ran } from "../testing-run.ts";
import { runPki } from "./testing-commands.ts";

/* The commands as an operator runs them, on real files, judged by openssl where it can. */

let root = "";
let directory = "";
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "soma-pki-"));
	directory = join(root, "lab");
});
afterEach(() => rmSync(root, { recursive: true }));

function soma(verb: string, ...words: readonly string[]): Promise<Ran> {
	return runPki(verb, ...words, "--directory", directory);
}

async function failing(verb: string, ...words: readonly string[]): Promise<string> {
	return (await errorOf(() => soma(verb, ...words))).code;
}

async function openssl(...words: readonly string[]): Promise<string> {
	const { exitCode, stdout, stderr } = await runUnchecked({ argv: ["openssl", ...words] });
	return `${exitCode === 0 ? "OK" : "FAILED"} ${stdout}${stderr}`;
}

function at(...parts: readonly string[]): string {
	return join(directory, ...parts);
}

function snapshot(): ReadonlyMap<string, string> {
	const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
	const files = names.filter((name) => statSync(at(name)).isFile());
	return new Map(files.map((name) => [name, readFileSync(at(name), "utf8")]));
}

/** What is trusted by the newest bundle of the directory. */
function trustNow() {
	const newest = required(readdirSync(at("trust")).sort().at(-1), "a bundle");
	const text = readFileSync(at("trust", newest), "utf8");
	const { bundle } = parseSignedTrust(text, newest);
	return { bundle, material: trustMaterialOf(bundle, newest) };
}

function judge(file: string, seconds = Math.floor(Date.now() / 1000)): string {
	const sent = readCertificates(readFileSync(at(file), "utf8"), file).map(({ der }) => der);
	const peer = peerOf(sent, trustNow().material, seconds);
	return peer.kind === "refused" ? peer.code : peer.kind;
}

test("a new cluster has its keys private, and its operator is trusted by its bundle", async () => {
	const { exitCode, text } = await soma("new", "lab", "--operator", "alice");
	expect(exitCode).toBe(0);
	expect(text).toContain("operators/alice-1.pem");
	for (const [name] of snapshot()) {
		const secret = name.endsWith(".key") || name.endsWith(".jsonl");
		expect(statSync(at(name)).mode & 0o777, name).toBe(secret ? 0o600 : 0o644);
	}
	expect(statSync(directory).mode & 0o777).toBe(0o700);
	expect(judge("operators/alice-1.pem")).toBe("operator");
	expect(readdirSync(root)).toEqual(["lab"]); // nothing half-made is left beside it
});

test("a second run of new changes nothing", async () => {
	await soma("new", "lab", "--operator", "alice");
	const before = snapshot();
	expect(await failing("new", "lab", "--operator", "alice")).toBe("authority-exists");
	expect(snapshot()).toEqual(before);
});

test("openssl accepts the chain of an operator, and refuses other uses and times", async () => {
	await soma("new", "lab", "--operator", "alice");
	await soma("operator", "bob", "--role", "reader", "--days", "10");
	const roots = at("generations", "1", "root.pem");
	const file = at("operators", "bob-1.pem");
	const verify = (...words: readonly string[]): Promise<string> =>
		openssl("verify", "-x509_strict", "-CAfile", roots, "-untrusted", file, ...words, file);
	expect(await verify("-purpose", "sslclient")).toMatch(/^OK/);
	expect(await verify("-purpose", "sslserver")).toMatch(/^FAILED[\s\S]*(unsuitable|unsupported)/);
	const day = 86_400;
	const now = Math.floor(Date.now() / 1000);
	const time = (seconds: number): readonly string[] => ["-attime", String(seconds)];
	expect(await verify(...time(now + 9 * day))).toMatch(/^OK/);
	expect(await verify(...time(now + 11 * day))).toMatch(/^FAILED[\s\S]*expired/);
	expect(await verify(...time(0))).toMatch(/^FAILED[\s\S]*not yet valid/);
	expect(await verify(...time(1_400_000_000))).toMatch(/^OK/); // a clock that has stopped in 2014
});

test("openssl and ours refuse the operator of another cluster with the same names", async () => {
	await soma("new", "lab", "--operator", "alice");
	const first = directory;
	directory = join(root, "other");
	await soma("new", "lab", "--operator", "alice");
	const file = at("operators", "alice-1.pem");
	const roots = join(first, "generations", "1", "root.pem");
	const judged = await openssl("verify", "-CAfile", roots, "-untrusted", file, file);
	expect(judged).toMatch(/^FAILED/);
	const { exitCode, text } = await soma("show", file, "--roots", roots);
	expect([exitCode, text]).toEqual([1, expect.stringContaining("NOT TRUSTED")]);
});

test("keys under a passphrase open with it alone, in openssl too", async () => {
	const secret = join(root, "passphrase");
	writeFileSync(secret, "correct horse\n");
	await soma("new", "lab", "--operator", "alice", "--passphrase-file", secret);
	for (const name of ["root", "nodes", "operators"]) {
		const file = at("generations", "1", `${name}.key`);
		expect(readFileSync(file, "utf8")).toContain("ENCRYPTED");
		const pass = ["-passin", `file:${secret}`];
		expect(await openssl("pkey", "-in", file, ...pass, "-noout"), name).toMatch(/^OK/);
	}
	await soma("operator", "bob", "--role", "reader", "--passphrase-file", secret);
	expect(judge("operators/bob-1.pem")).toBe("operator");
	const before = snapshot();
	writeFileSync(secret, "wrong horse\n");
	const words = ["operator", "eve", "--role", "admin", "--passphrase-file", secret] as const;
	expect(await failing(...words)).toBe("passphrase-wrong");
	expect(snapshot()).toEqual(before);
	expect(readFileSync(at("issued.jsonl"), "utf8")).not.toContain("eve");
});

test("a second certificate of an operator leaves the first key where it is", async () => {
	await soma("new", "lab", "--operator", "alice");
	const before = snapshot();
	await soma("operator", "alice", "--role", "operator");
	const after = snapshot();
	for (const [name, text] of before) {
		expect(after.get(name)?.startsWith(text), name).toBe(true);
	}
	expect(judge("operators/alice-2.pem")).toBe("operator");
});

test("a revoked operator is refused by the next bundle, by name or by serial", async () => {
	await soma("new", "lab", "--operator", "alice");
	await soma("operator", "bob", "--role", "reader");
	const { text } = await soma("list", "--json");
	const { issued } = JSON.parse(text) as { issued: { name: string; id: string }[] };
	const serial = required(issued.find(({ name }) => name === "bob")?.id, "bob");
	await soma("revoke", serial, "--reason", "key-compromise");
	expect([judge("operators/bob-1.pem"), judge("operators/alice-1.pem")]).toEqual([
		"revoked",
		"operator",
	]);
	await soma("revoke", "alice", "--reason", "retired");
	expect(judge("operators/alice-1.pem")).toBe("revoked");
	const { number } = trustNow().bundle;
	const again = await soma("revoke", "alice", "--reason", "retired");
	expect(again.text).toContain("revoked already");
	expect(trustNow().bundle.number).toBe(number);
	expect(await failing("revoke", "alicia", "--reason", "retired")).toBe("revoke-unknown");
});

test("a ticket is one line that only its own text and no message shows", async () => {
	await soma("new", "lab", "--operator", "alice");
	const { text, warnings } = await soma("ticket", "join", "--seed", "10.0.0.1:7444,[fd00::1]:7444");
	const ticket = decodeTicket(text, "test");
	expect(ticket).toMatchObject({ kind: "join", seeds: ["10.0.0.1:7444", "[fd00::1]:7444"] });
	const file = join(root, "ticket");
	writeFileSync(file, text);
	const shown = await soma("show", file);
	const secret = ticket.kind === "join" ? ticket.secret : "";
	for (const place of [warnings, shown.text, readFileSync(at("issued.jsonl"), "utf8")]) {
		expect(place).not.toContain(secret);
		expect(place).toContain(ticket.kind === "join" ? ticket.id : "");
	}
	await soma("revoke", ticket.kind === "join" ? ticket.id : "", "--reason", "key-compromise");
	expect(trustNow().bundle.revoked).toMatchObject([{ kind: "ticket" }]);
	for (const words of [
		["founder", "--seed", "a:1"],
		["join"],
		["join", "--seed", "nowhere"],
		["join", "--seed", "a:1", "--valid-for", "400d"],
	]) {
		expect(await failing("ticket", ...words), words.join(" ")).toBe("usage");
	}
});

test.each(["nodes", "operators", "root"])(
	"a rotation of %s trusts old and new, and afterwards the new one only",
	async (what) => {
		await soma("new", "lab", "--operator", "alice");
		await soma("rotate", "begin", "--what", what);
		await soma("operator", "bob", "--role", "admin");
		expect([judge("operators/alice-1.pem"), judge("operators/bob-1.pem")]).toEqual([
			"operator",
			"operator",
		]);
		const during = snapshot();
		await soma("rotate", "begin", "--what", what); // runs again to no effect
		expect(snapshot()).toEqual(during);
		expect(await failing("rotate", "finish")).toBe("rotation-too-early");
		await soma("rotate", "finish", "--force");
		const kept = what === "nodes" ? "operator" : "refused";
		const old = judge("operators/alice-1.pem") === "operator" ? "operator" : "refused";
		expect([old, judge("operators/bob-1.pem")]).toEqual([kept, "operator"]);
		expect(trustNow().bundle).toMatchObject({ number: 3, roots: { length: 1 } });
		expect(readdirSync(at("generations")).sort()).toEqual(["1", "2"]); // nothing is destroyed
	},
);
