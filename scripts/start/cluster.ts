import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureUserland } from "../../image/builder/userland.ts";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { defaultNodeConfig } from "../../userland/core/config/node-config.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { run, runUnchecked } from "../../userland/system/process.ts";

/** How the nodes of this machine are told what they are, and how they are asked. */
export interface StartCluster {
	/** The program of the operator, of this very source. */
	readonly program: string;
	/** Names the file of contexts; the one of the user is left alone. */
	readonly environment: Readonly<Record<string, string>>;
	/** The first-boot configuration of a node, Ignition JSON: its name, and a founder ticket. */
	configOf(name: string): Promise<string>;
	/** Makes the context with these nodes, and makes it the current one. */
	useNodes(addresses: readonly string[]): Promise<void>;
	/** The page of `soma status`, or why the node does not answer. */
	status(address: string): Promise<{ readonly isUp: boolean; readonly text: string }>;
}

const clusterName = "start";

/**
 * The development authority in the cache, made at the first start: a cluster of its own, whose keys
 * are good for nothing but the nodes that `npm start` runs.
 */
export async function openCluster(): Promise<StartCluster> {
	const { binary: program } = await ensureUserland();
	const folder = join(cacheDirectory(), "start");
	const authority = join(folder, "authority");
	const environment = { ...definedEnvironment(), SOMA_CONTEXTS: join(folder, "contexts.yaml") };
	const soma = (...words: string[]) => run({ argv: [program, ...words], env: environment });
	if (!existsSync(join(authority, "cluster.json"))) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const named = ["--directory", authority, "--operator", "developer"];
		await soma("pki", "new", clusterName, ...named);
	}
	return {
		program,
		environment,
		configOf: async (name) => {
			const { stdout } = await soma("pki", "ticket", "founder", "--directory", authority);
			return nodeConfiguration(name, stdout.trim());
		},
		useNodes: async (addresses) => {
			const from = ["--authority", authority, "--node", addresses.join(",")];
			await soma("context", "add", clusterName, "--replace", "--use", ...from);
		},
		status: async (address) => {
			const { exitCode, stdout, stderr } = await runUnchecked({
				argv: [program, "status", "--node", address, "--timeout", "5"],
				env: environment,
			});
			return { isUp: exitCode === 0, text: (exitCode === 0 ? stdout : stderr).trim() };
		},
	};
}

/** Ignition JSON (specification 3.3.0) that makes a node the founder of a cluster. */
export function nodeConfiguration(name: string, ticket: string): string {
	const node = { ...defaultNodeConfig, hostname: name, cluster: clusterName };
	const file = (path: string, mode: number, text: string) => ({
		path,
		mode,
		overwrite: true,
		contents: { source: `data:;base64,${Buffer.from(text).toString("base64")}` },
	});
	return JSON.stringify({
		ignition: { version: "3.3.0" },
		storage: {
			files: [
				file("/etc/hostname", 0o644, `${name}\n`),
				file("/etc/soma/node.json", 0o644, `${JSON.stringify(node)}\n`),
				file("/etc/soma/ticket", 0o600, `${ticket}\n`),
			],
		},
	});
}

/** Asks until a node answers; fails with the last reason after the time. */
export async function untilAnswers(
	cluster: StartCluster,
	address: string,
	timeoutMs: number,
): Promise<string> {
	const startMs = performance.now();
	for (;;) {
		const { isUp, text } = await cluster.status(address);
		if (isUp) {
			return text;
		}
		if (performance.now() - startMs > timeoutMs) {
			throw new SomaError({
				code: "api-silent",
				message: `the node at ${address} is proven good, but its API does not answer:\n${text}`,
				hint: "its console says why: `npm run vm -- --attach`",
			});
		}
		await Bun.sleep(1000);
	}
}

function definedEnvironment(): Record<string, string> {
	return Object.fromEntries(
		Object.entries(process.env).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, value] as const],
		),
	);
}
