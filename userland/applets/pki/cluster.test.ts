import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defaultNodeConfig } from "../../core/config/node-config.ts";
import { parseContexts } from "../../core/context/contexts.ts";
import { required } from "../../lib/assert.ts";
import { IdentityStore } from "../../system/identity-store.ts";
import { errorOf } from "../../testing/errors.ts";
import { makeFakeNode } from "../../testing/fake-node.ts";
import { grpcEnrolment } from "../agent/api/enrolment-transport.ts";
import { identityPortOf } from "../agent/api/identity-port.ts";
import { type NodeApi, startNodeApi } from "../agent/api/start.ts";
import { NodeIdentity } from "../identity/node-identity.ts";
import type { Ran } from "../testing-run.ts";
import { runPki } from "./testing-commands.ts";

/* The operating guide, step by step: authorities, two nodes with their API, contexts, all real. */

let directory = "";
const apis: NodeApi[] = [];
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-cluster-"));
	vi.stubEnv("SOMA_CONTEXTS", at("contexts.yaml"));
	vi.stubEnv("SOMA_PKI_DIRECTORY", at("lab-pki"));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const api of apis.splice(0)) {
		await api.close();
	}
	rmSync(directory, { recursive: true });
});

function at(...parts: readonly string[]): string {
	return join(directory, ...parts);
}

interface TestNode {
	readonly identity: NodeIdentity;
	readonly api: NodeApi;
	readonly address: string;
}

/** A node that starts with a ticket; renewals go to the API on this port. */
async function startNode(name: string, ticket: string, apiPort?: number): Promise<TestNode> {
	writeFileSync(at(`${name}.ticket`), ticket);
	const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
	const reports: string[] = [];
	const identity = new NodeIdentity({
		store: new IdentityStore(at(name)),
		ticketPath: at(`${name}.ticket`),
		isConfigured: () => true,
		names: () => ({ dnsNames: [], addresses: ["127.0.0.1"] }),
		transport: grpcEnrolment(apiPort),
		nowSeconds: () => Math.floor(Date.now() / 1000),
		nowMs: () => performance.now(),
		randomBytes,
		report: (_level, text) => reports.push(text),
	});
	await identity.tick();
	const port = required(identityPortOf(identity), reports.join("; "));
	const context = {
		paths: makeFakeNode(at(`${name}-system`)),
		print: () => undefined,
		warn: () => undefined,
		randomBytes,
	};
	const config = { ...defaultNodeConfig, api: { ...defaultNodeConfig.api, port: 0, enrolPort: 0 } };
	const api = await startNodeApi(context, config, port);
	apis.push(api);
	return { identity, api, address: `127.0.0.1:${api.port}` };
}

async function pki(verb: string, ...words: readonly string[]): Promise<Ran> {
	const ran = await runPki(verb, ...words);
	expect(ran.exitCode, `${verb} ${words.join(" ")}: ${ran.text}`).toBe(0);
	return ran;
}

/** A founder and a node that joined it, and the admin's context for both. */
async function cluster(): Promise<[TestNode, TestNode]> {
	await pki("new", "lab", "--directory", at("lab-pki"), "--operator", "alice");
	const founder = await startNode("founder", (await pki("ticket", "founder")).text);
	const seed = `127.0.0.1:${founder.api.enrolPort}`;
	const { text } = await pki("ticket", "join", "--seed", seed);
	const joiner = await startNode("joiner", text, founder.api.port);
	const nodes = `${founder.address},${joiner.address}`;
	await pki("operator", "alice", "--role", "admin", "--context", "lab", "--node", nodes);
	return [founder, joiner];
}

function issuerOf({ identity }: TestNode): string {
	return required(identity.present, "identity").leaf.facts.issuer;
}

function trustNumbers(...nodes: readonly TestNode[]): unknown[] {
	return nodes.map(({ identity }) => {
		const { payload } = JSON.parse(identity.trust?.text ?? "{}") as { payload: string };
		const bundle = JSON.parse(Buffer.from(payload, "base64url").toString()) as { number: number };
		return bundle.number;
	});
}

test("an operator's context is private, and holds what its certificate files hold", async () => {
	await pki("new", "lab", "--directory", at("lab-pki"), "--operator", "alice", "--context", "lab");
	const path = at("contexts.yaml");
	expect(statSync(path).mode & 0o777).toBe(0o600);
	const { current, contexts } = parseContexts(readFileSync(path, "utf8"), path);
	expect([current, contexts["lab"]?.cluster, contexts["lab"]?.nodes]).toEqual(["lab", "lab", []]);
	expect(contexts["lab"]?.key).toBe(readFileSync(at("lab-pki/operators/alice-1.key"), "utf8"));
	const again = ["operator", "bob", "--role", "reader", "--context", "lab"] as const;
	expect((await errorOf(() => runPki(...again))).code).toBe("context-exists");
	expect(readdirSync(at("lab-pki/operators"))).not.toContain("bob-1.key"); // nothing was made
	await pki(...again, "--node", "10.0.0.1", "--replace");
	await pki("operator", "bob", "--role", "reader", "--context", "lab", "--replace");
	const later = parseContexts(readFileSync(path, "utf8"), path);
	expect(later.contexts["lab"]?.nodes).toEqual(["10.0.0.1"]);
});

test("a revocation reaches every node of the context, and one that is off is named", async () => {
	const nodes = await cluster();
	await pki("operator", "bob", "--role", "reader");
	await pki("revoke", "bob", "--reason", "key-compromise");
	await pki("trust", "--push");
	expect(trustNumbers(...nodes)).toEqual([2, 2]);
	expect(nodes.map(({ identity }) => identity.trust?.revoked.length)).toEqual([1, 1]);
	await pki("trust", "--push"); // the same again is no fault
	await apis.pop()?.close();
	const { exitCode, text } = await runPki("trust", "--push", "--json");
	const { nodes: outcomes } = JSON.parse(text) as { nodes: { problem: string | null }[] };
	expect([exitCode, outcomes.map(({ problem }) => problem === null)]).toEqual([1, [true, false]]);
});

test.each(["nodes", "root"])(
	"a rotation of %s as the guide says it leaves the whole cluster on the new authority",
	async (what) => {
		const nodes = await cluster();
		const [founder, joiner] = nodes;
		await pki("rotate", "begin", "--what", what);
		writeFileSync(at("founder-2.ticket"), (await pki("ticket", "founder")).text);
		const founderTicket = ["--founder-ticket", at("founder-2.ticket")];
		await pki("trust", "--push", "--node", founder.address, ...founderTicket);
		await pki("trust", "--push", "--node", joiner.address);
		await pki("operator", "alice", "--role", "admin", "--context", "lab", "--replace");
		for (const { identity } of nodes) {
			await identity.tick();
		}
		expect(nodes.map(issuerOf)).toEqual(["CN=lab nodes 2", "CN=lab nodes 2"]);
		await pki("rotate", "finish", "--force");
		await pki("trust", "--push");
		expect(trustNumbers(...nodes)).toEqual([3, 3]);
		await pki("trust", "--push"); // everybody still knows everybody
		const seed = `127.0.0.1:${founder.api.enrolPort}`;
		const late = await startNode("late", (await pki("ticket", "join", "--seed", seed)).text);
		expect(issuerOf(late)).toBe("CN=lab nodes 2");
	},
);
