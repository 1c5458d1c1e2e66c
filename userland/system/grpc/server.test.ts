import { afterAll, expect, test } from "vitest";
import { type MethodName, mayCall, nodeMethods } from "../../core/api/methods.ts";
import { SomaError } from "../../lib/errors.ts";
import { startTestApi } from "../../testing/test-api.ts";
import { makeTestCluster, type TestIdentity } from "../../testing/test-cluster.ts";
import { certifyOperator } from "../pki/authorities.ts";
import type { NodeClient } from "./client.ts";

const cluster = await makeTestCluster();
const foreign = await makeTestCluster();
const node = await cluster.node();
const api = await startTestApi(cluster, node);
afterAll(() => api.close());

/** What a call of any kind ends with: `ok`, or the code of the failure. */
async function outcomeOf(client: NodeClient, name: MethodName): Promise<string> {
	try {
		switch (name) {
			case "WatchStatus":
			case "ReadLogs":
			case "WatchEvents":
			case "SupportBundle":
			case "ApplyUpdate":
			case "RollBack":
				for await (const message of client.stream(name, {})) {
					expect(message).toBeDefined();
				}
				return "ok";
			case "Shell":
				for await (const message of client.converse(name).messages) {
					expect(message).toBeDefined();
				}
				return "ok";
			default:
				await client.call(name, {});
				return "ok";
		}
	} catch (error) {
		return error instanceof SomaError ? error.code : String(error);
	}
}

const past = Math.floor(Date.now() / 1000) - 1000;

async function expired(): Promise<TestIdentity> {
	const making = {
		cluster: "lab",
		nowSeconds: past,
		randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const operator = { name: "late", role: "admin", lifeSeconds: 500 } as const;
	return await cluster.identityOf(cluster.operators, (key) =>
		certifyOperator(making, cluster.operators, key, operator),
	);
}

const roles = {
	reader: await cluster.operator("rita", "reader"),
	operator: await cluster.operator("oscar", "operator"),
	admin: await cluster.operator("ada", "admin"),
	node: await cluster.node(),
} as const;

test("every call with every role: what is not granted is refused", async () => {
	const { trust } = cluster;
	const revoked = await cluster.operator("rob", "admin");
	const entry = {
		kind: "serial",
		value: revoked.certificate.facts.serial,
		reason: "key-compromise",
		atSeconds: past,
	} as const;
	api.trust({ ...trust, revoked: [entry] });
	const columns: readonly (readonly [string, TestIdentity | undefined, RegExp])[] = [
		["no certificate", undefined, /^certificate-required$/],
		["a foreign certificate", await foreign.operator("ada", "admin"), /^node-unreachable$/],
		["an expired certificate", await expired(), /^(?:certificate-refused|node-unreachable)$/],
		["a revoked certificate", revoked, /^certificate-revoked$/],
	];
	for (const [what, identity, expected] of columns) {
		const client = api.client(identity);
		for (const name of Object.keys(nodeMethods) as MethodName[]) {
			expect(await outcomeOf(client, name), `${what} and ${name}`).toMatch(expected);
		}
	}
	for (const [role, identity] of Object.entries(roles)) {
		const client = api.client(identity);
		for (const [name, row] of Object.entries(nodeMethods)) {
			const expected = mayCall(role as keyof typeof roles, row) ? "ok" : "role-too-low";
			expect(await outcomeOf(client, name as MethodName), `${role} and ${name}`).toBe(expected);
		}
	}
	expect(api.unexpected).toEqual([]);
	expect(api.server.counts().calls).toBe(0);
});
