import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultNodeConfig } from "../../core/config/node-config.ts";
import { required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { type NodeClient, openNodeClient } from "../../system/grpc/client.ts";
import { certifyOperator } from "../../system/pki/authorities.ts";
import { joinPem } from "../../system/pki/certificates.ts";
import { formatKey, makeKeys } from "../../system/pki/keys.ts";
import { makeFakeNode } from "../../testing/fake-node.ts";
import { recordFigure } from "../../testing/figure.ts";
import type { TestGeneration } from "../../testing/test-authorities.ts";
import { type TestNode, TestNodes } from "../identity/testing-nodes.ts";
import { grpcEnrolment } from "./api/enrolment-transport.ts";
import { identityPortOf } from "./api/identity-port.ts";
import { type NodeApi, startNodeApi } from "./api/start.ts";

/* Nodes that enrol, renew and rotate over their real API on loopback. */

const day = 86_400;
let lab: TestNodes;
let directory = "";
let founder: TestNode;
let api: NodeApi;
const clients: NodeClient[] = [];

beforeEach(async () => {
	lab = await TestNodes.create(Math.floor(Date.now() / 1000));
	directory = mkdtempSync(join(tmpdir(), "soma-api-"));
	founder = await lab.start("founder", await lab.authorities.founderTicket(lab.first));
	const context = {
		paths: makeFakeNode(directory),
		print: () => undefined,
		warn: () => undefined,
		randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const config = { ...defaultNodeConfig, api: { ...defaultNodeConfig.api, port: 0, enrolPort: 0 } };
	api = await startNodeApi(context, config, required(identityPortOf(founder.identity), "port"));
	lab.transport = grpcEnrolment(api.port);
});
afterEach(async () => {
	for (const client of clients.splice(0)) {
		client.close();
	}
	await api.close();
	rmSync(directory, { recursive: true });
	lab.close();
});

async function operatorOf(
	{ operators }: TestGeneration,
	roots: string,
	role: "admin" | "reader" = "admin",
): Promise<{ client: NodeClient; serial: string }> {
	const keys = await makeKeys();
	const making = {
		cluster: "lab",
		nowSeconds: lab.nowSeconds,
		randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const operator = { name: "alice", role, lifeSeconds: 300 * day } as const;
	const leaf = await certifyOperator(making, operators, keys.publicKey, operator);
	const client = openNodeClient({
		address: `127.0.0.1:${api.port}`,
		tls: {
			key: await formatKey(keys),
			chain: joinPem([leaf, operators.certificate]),
			roots,
		},
		nodeId: "any",
	});
	clients.push(client);
	return { client, serial: leaf.facts.serial };
}

function joinTicket(): Promise<string> {
	return lab.authorities.joinTicket(lab.first, [`127.0.0.1:${api.enrolPort}`]);
}

async function codeOf(call: Promise<unknown>): Promise<string> {
	try {
		await call;
		return "granted";
	} catch (error) {
		return error instanceof SomaError ? error.code : String(error);
	}
}

test("a node enrols over the wire, and renews with its certificate", async () => {
	const joiner = await lab.start("joiner", await joinTicket());
	expect([joiner.identity.state.kind, joiner.reports]).toEqual([
		"certified",
		["has a certificate of its cluster"],
	]);
	const before = required(joiner.identity.present, "identity").leaf.facts.serial;
	lab.nowSeconds += 20 * day;
	await joiner.identity.tick();
	expect(joiner.identity.state.kind).toBe("certified");
	expect(required(joiner.identity.present, "identity").leaf.facts.serial).not.toBe(before);
});

test("a wrong secret gets nothing over the wire, and guesses are slowed down", async () => {
	const other = await lab.authorities.generation("other", lab.first.root);
	const seeds = [`127.0.0.1:${api.enrolPort}`];
	const joiner = await lab.start("joiner", await lab.authorities.joinTicket(other, seeds));
	expect(joiner.reports.join()).toContain("the join secret was not proven");
	for (let guess = 0; guess < 5; guess++) {
		lab.nowSeconds += 600;
		await joiner.identity.tick();
	}
	expect(joiner.identity.present).toBeUndefined();
	expect(joiner.reports.join()).toContain("too many attempts");
});

test("what is trusted is updated by an admin alone, and an old bundle by nobody", async () => {
	const roots = lab.first.root.certificate.pem;
	const { client: admin } = await operatorOf(lab.first, roots);
	const { client: reader } = await operatorOf(lab.first, roots, "reader");
	const [old, trust] = [
		Buffer.from(await lab.authorities.bundle([lab.first])),
		Buffer.from(await lab.authorities.bundle([lab.first])),
	];
	expect(await codeOf(reader.call("UpdateTrust", { trust }))).toBe("role-too-low");
	const { revocations } = await admin.call("UpdateTrust", { trust });
	expect(Buffer.from(revocations).equals(trust)).toBe(true);
	expect(await codeOf(admin.call("UpdateTrust", { trust: old }))).toBe("trust-old");
	expect(await codeOf(admin.call("UpdateTrust", {}))).toBe("request-invalid");
});

test("a revoked operator's next call on a live connection is refused", async () => {
	const roots = lab.first.root.certificate.pem;
	const { client: admin } = await operatorOf(lab.first, roots);
	const { client, serial } = await operatorOf(lab.first, roots, "reader");
	expect(await codeOf(client.call("GetIdentity", {}))).toBe("granted");
	const entry = { kind: "serial", value: serial, reason: "retired", atSeconds: 1 } as const;
	const bundle = await lab.authorities.bundle([lab.first], [entry]);
	await admin.call("UpdateTrust", { trust: Buffer.from(bundle) });
	expect(await codeOf(client.call("GetIdentity", {}))).not.toBe("granted");
	expect(await codeOf(admin.call("GetIdentity", {}))).toBe("granted");
});

test("renewals and a rotation of the root lose no call and no watch", async () => {
	const second = await lab.authorities.generation("2");
	const roots = [second, lab.first].map(({ root }) => root.certificate.pem).join("");
	const { client } = await operatorOf(lab.first, roots);
	const stop = new AbortController();
	let calls = 0;
	let seen = 0;
	const problems: string[] = [];
	const watch = (async () => {
		for await (const _ of client.stream("WatchStatus", { heartbeatSeconds: 1 })) {
			seen++;
			if (stop.signal.aborted) {
				return;
			}
		}
		problems.push("the watch ended");
	})();
	const callers = Array.from({ length: 4 }, async () => {
		while (!stop.signal.aborted) {
			const code = await codeOf(client.call("GetIdentity", {}));
			calls++;
			if (code !== "granted") {
				problems.push(code);
			}
		}
	});
	const certificates = new Set<string>();
	const turn = async (): Promise<void> => {
		await founder.identity.tick();
		const { leaf } = required(founder.identity.present, "identity");
		certificates.add(`${leaf.facts.issuer} ${leaf.facts.serial}`);
		const before = calls;
		while (calls < before + 40) {
			await client.call("GetIdentity", {});
		}
	};
	await turn();
	lab.nowSeconds += 20 * day;
	await turn();
	const overlap = await lab.authorities.bundle([second, lab.first]);
	const first = await operatorOf(lab.first, roots);
	await first.client.call("UpdateTrust", {
		trust: Buffer.from(overlap),
		founderTicket: await lab.authorities.founderTicket(second),
	});
	await turn();
	stop.abort();
	await Promise.all([...callers, watch]);
	expect(problems).toEqual([]);
	expect(certificates.size).toBe(3); // first, renewed, by the new authority
	expect(seen).toBeGreaterThan(0);
	const finish = await lab.authorities.bundle([second], [], [second, lab.first]);
	const { client: admin } = await operatorOf(second, roots);
	await admin.call("UpdateTrust", { trust: Buffer.from(finish) });
	expect(await codeOf(client.call("GetIdentity", {}))).not.toBe("granted");
	recordFigure(`${calls} calls and ${seen} messages of a watch, none lost`);
});
