import { createPrivateKey, X509Certificate } from "node:crypto";
import { formatAddress } from "../../core/context/address.ts";
import type { OperatorContext } from "../../core/context/contexts.ts";
import type { Target, TargetNode } from "../../core/context/target.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatAge } from "../../lib/table.ts";
import { type NodeClient, openNodeClient } from "../../system/grpc/client.ts";
import type { Context } from "../context.ts";
import type { TargetValues } from "./target-flags.ts";
import { findTarget } from "./where.ts";

/** A node that can be called. */
export interface RemoteNode extends TargetNode {
	readonly client: NodeClient;
}

/** Connections to the nodes that a command goes to. */
export interface Session {
	readonly target: Target;
	/** At least one. */
	readonly nodes: readonly RemoteNode[];
	/** For one call: how long it may take, where the command line says so. */
	readonly settings: { readonly timeoutMs?: number };
	close(): void;
}

/**
 * Opens connections to the nodes that are meant. Fails when there is none, and when the operator's
 * certificate cannot work; warns when it ends soon.
 */
export function openSession(context: Context, flags: TargetValues): Session {
	const target = findTarget(flags);
	const warning = checkOperator(target.contextName, target.context, Date.now() / 1000);
	if (warning !== undefined) {
		context.warn(`warning: ${warning}`);
	}
	const { roots, certificate, key } = target.context;
	const nodes = target.nodes.map((node) => ({
		...node,
		client: openNodeClient({
			address: formatAddress(node.address),
			tls: { roots, chain: certificate, key },
			nodeId: node.address.nodeId ?? "any",
		}),
	}));
	return {
		target,
		nodes,
		settings: flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 },
		close: () => {
			for (const { client } of nodes) {
				client.close();
			}
		},
	};
}

const warnBeforeSeconds = 7 * 86_400;

/** Judges certificate and key before a node refuses them without a word; gives a warning. */
export function checkOperator(
	name: string,
	{ certificate, key }: Pick<OperatorContext, "certificate" | "key">,
	nowSeconds: number,
): string | undefined {
	const fail = (code: string, message: string, cause?: unknown): never => {
		const hint =
			"make a new one (`soma pki operator`, then `soma context add --replace`), or name another " +
			"context";
		throw new SomaError({ code, message: `context "${name}": ${message}`, hint, cause });
	};
	let leaf: X509Certificate;
	let isPair: boolean;
	try {
		leaf = new X509Certificate(certificate);
		isPair = leaf.checkPrivateKey(createPrivateKey(key));
	} catch (error) {
		return fail("operator-unreadable", "certificate or key cannot be read", error);
	}
	const fromSeconds = Date.parse(leaf.validFrom) / 1000;
	const untilSeconds = Date.parse(leaf.validTo) / 1000;
	if (!isPair) {
		fail("operator-key-mismatch", "the key is not the one of the certificate");
	}
	const until = formatAge(untilSeconds, nowSeconds);
	if (untilSeconds <= nowSeconds) {
		fail("operator-expired", `your certificate expired ${until}`);
	}
	if (fromSeconds > nowSeconds) {
		const from = formatAge(fromSeconds, nowSeconds);
		fail("operator-not-yet-valid", `your certificate is valid ${from} only; look at the clock`);
	}
	return untilSeconds - nowSeconds < warnBeforeSeconds
		? `your certificate in context "${name}" expires ${until} (\`soma pki operator\` makes one)`
		: undefined;
}
