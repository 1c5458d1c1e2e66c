import { SomaError } from "../../lib/errors.ts";
import { formatAddress, type NodeAddress, parseAddress, shortAddress } from "./address.ts";
import { type ContextFile, findContext, type OperatorContext } from "./contexts.ts";

/** What a command line and the environment say about where a command goes. */
export interface TargetWishes {
	/** `--context`, or else `SOMA_CONTEXT`. */
	readonly context: string | undefined;
	/** `--node`; all nodes of the context when empty. */
	readonly nodes: readonly string[];
}

/** A node that a command goes to. */
export interface TargetNode {
	/** As a table calls it. */
	readonly name: string;
	readonly address: NodeAddress;
}

/** Where a command goes, and as whom. */
export interface Target {
	readonly contextName: string;
	readonly context: OperatorContext;
	/** At least one. */
	readonly nodes: readonly TargetNode[];
}

/**
 * Whether a command is for a node elsewhere: when a node or a context is named, or when this
 * machine is no Soma node and a context is current.
 */
export function isRemote(
	wishes: TargetWishes,
	here: { readonly isSomaNode: boolean; readonly hasCurrentContext: boolean },
): boolean {
	const isNamed = wishes.nodes.length > 0 || wishes.context !== undefined;
	return isNamed || (!here.isSomaNode && here.hasCurrentContext);
}

/**
 * The context and the nodes that are meant. A `--node` that is a host of the context has the port
 * and the id from there. Fails with `no-context`, `context-unknown`, `no-node`, `address-invalid`.
 */
export function chooseTarget(file: ContextFile, wishes: TargetWishes): Target {
	const contextName = wishes.context ?? file.current;
	if (contextName === undefined) {
		throw noContext(Object.keys(file.contexts));
	}
	const context = findContext(file, contextName);
	const known = context.nodes.map(parseAddress);
	const wanted = wishes.nodes.map(parseAddress);
	const addresses =
		wanted.length === 0
			? known
			: wanted.map((address, at) => complete(address, wishes.nodes[at] ?? "", known));
	if (addresses.length === 0) {
		throw new SomaError({
			code: "no-node",
			message: `the context "${contextName}" names no node`,
			hint: "give --node HOST, or add one with `soma context add --replace`",
		});
	}
	return { contextName, context, nodes: nameNodes(addresses) };
}

/** The only node of a target; a command that changes something wants it named. */
export function singleNode(target: Target, purpose: string): TargetNode {
	const [node, second] = target.nodes;
	if (node === undefined || second !== undefined) {
		const names = target.nodes.map(({ name }) => name).join(", ");
		throw new SomaError({
			code: "many-nodes",
			message: `${purpose} one node, and there are ${target.nodes.length}: ${names}`,
			hint: "name it with --node",
		});
	}
	return node;
}

/** An address that was typed, with what the context knows about the same host. */
function complete(address: NodeAddress, typed: string, known: readonly NodeAddress[]): NodeAddress {
	const hasPort = /^[^:]*:\d+$|\]:\d+$/.test(typed);
	const same = known.filter(
		({ host, port }) => host === address.host && (!hasPort || port === address.port),
	);
	const [only] = same;
	return only === undefined || same.length > 1
		? address
		: { host: only.host, port: only.port, nodeId: address.nodeId ?? only.nodeId };
}

function nameNodes(addresses: readonly NodeAddress[]): TargetNode[] {
	const hosts = addresses.map(({ host }) => host);
	return addresses.map((address) => {
		const isAlone = hosts.filter((host) => host === address.host).length === 1;
		return { name: isAlone ? shortAddress(address) : formatAddress(address), address };
	});
}

function noContext(names: readonly string[]): SomaError {
	return new SomaError({
		code: "no-context",
		message: "no context is current, so it is not known which cluster is meant",
		hint:
			names.length === 0
				? "`soma pki operator NAME --context NAME` makes one, `soma context add` takes files"
				: `choose one with \`soma context use NAME\` or --context (${names.join(", ")})`,
	});
}
