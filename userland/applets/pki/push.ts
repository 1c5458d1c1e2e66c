import { formatAddress } from "../../core/context/address.ts";
import { chooseTarget, type Target } from "../../core/context/target.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatTable } from "../../lib/table.ts";
import { contextsPath, readContextFile } from "../../system/context-file.ts";
import { openNodeClient } from "../../system/grpc/client.ts";

/** What became of an update at one node. */
export interface PushOutcome {
	readonly node: string;
	readonly nodeId: string | null;
	/** Why it was not taken; null when it was. */
	readonly problem: string | null;
}

/** What to give to nodes. */
export interface TrustUpdate {
	readonly trust: string;
	/** For founders only. */
	readonly founderTicket: string | undefined;
}

const timeoutMs = 20_000;

/** The nodes that the flags mean. */
export function chooseNodes(wishes: {
	readonly context: string | undefined;
	readonly node: readonly string[];
}): Target {
	const file = readContextFile(contextsPath(process.env));
	return chooseTarget(file, { context: wishes.context, nodes: wishes.node });
}

/** Gives an update to each node; one that fails keeps none of the others from it. */
export async function pushTrust(
	{ context, nodes }: Target,
	{ trust, founderTicket }: TrustUpdate,
): Promise<PushOutcome[]> {
	const { key, certificate: chain, roots } = context;
	return await Promise.all(
		nodes.map(async ({ address: node }): Promise<PushOutcome> => {
			const address = formatAddress(node);
			const client = openNodeClient({
				address,
				tls: { key, chain, roots },
				nodeId: node.nodeId ?? "any",
			});
			try {
				const request = { trust: Buffer.from(trust), founderTicket: founderTicket ?? "" };
				const { nodeId } = await client.call("UpdateTrust", request, { timeoutMs });
				return { node: address, nodeId, problem: null };
			} catch (error) {
				const problem = error instanceof SomaError ? error.message : String(error);
				return { node: address, nodeId: node.nodeId ?? null, problem };
			} finally {
				client.close();
			}
		}),
	);
}

/** The outcomes as a table. */
export function formatOutcomes(outcomes: readonly PushOutcome[]): string {
	return formatTable(
		["NODE", "ID", "RESULT"],
		outcomes.map(({ node, nodeId, problem }) => [node, nodeId ?? "-", problem ?? "taken"]),
	);
}
