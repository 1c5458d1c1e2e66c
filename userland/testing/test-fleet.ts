import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MethodName } from "../core/api/methods.ts";
import type { OperatorContext } from "../core/context/contexts.ts";
import type { Role } from "../core/pki/roles.ts";
import { writeContextFile } from "../system/context-file.ts";
import type { AnyHandler, ApiServerOptions } from "../system/grpc/server.ts";
import { emptyHandlers, startTestApi, type TestApi } from "./test-api.ts";
import { makeTestCluster, type TestCluster } from "./test-cluster.ts";

/** Real servers of one cluster on loopback, and a file of contexts that knows them. */
export interface Fleet {
	readonly cluster: TestCluster;
	readonly apis: readonly TestApi[];
	readonly directory: string;
	/** `127.0.0.1:PORT` of each. */
	readonly addresses: readonly string[];
	/** Writes the file of contexts with one context, `lab`, and makes it the current one. */
	use(context: Partial<OperatorContext>): void;
	/** Makes the current operator one of this role. */
	become(role: Role, lifeSeconds?: number): Promise<void>;
	close(): Promise<void>;
}

/** What the handlers of a server answer; the rest answers nothing. */
export type Answers = Partial<Record<MethodName, AnyHandler>>;

/** Starts a server for each set of answers. */
export async function startFleet(
	answers: readonly Answers[],
	options: Partial<ApiServerOptions> = {},
): Promise<Fleet> {
	const directory = mkdtempSync(join(tmpdir(), "soma-fleet-"));
	const cluster = await makeTestCluster();
	const apis = await Promise.all(
		answers.map(async (own) =>
			startTestApi(cluster, await cluster.node(), {
				handlers: { ...emptyHandlers(), ...own },
				...options,
			}),
		),
	);
	const addresses = apis.map(({ server }) => `127.0.0.1:${server.port}`);
	const path = join(directory, "contexts.yaml");
	process.env["SOMA_CONTEXTS"] = path;
	let current: OperatorContext | undefined;
	const use = (context: Partial<OperatorContext>): void => {
		const fallback = { cluster: "lab", nodes: addresses, roots: "", certificate: "", key: "" };
		current = { ...fallback, ...current, ...context };
		writeContextFile(path, { current: "lab", contexts: { lab: current } });
	};
	const become = async (role: Role, lifeSeconds = 90 * 86_400): Promise<void> => {
		const { chain, key } = await cluster.operator("ada", role, lifeSeconds);
		use({ roots: cluster.roots, certificate: chain, key });
	};
	await become("admin");
	return {
		cluster,
		apis,
		directory,
		addresses,
		use,
		become,
		close: async () => {
			await Promise.all(apis.map((api) => api.close()));
			rmSync(directory, { recursive: true });
		},
	};
}
