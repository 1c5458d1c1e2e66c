import { type NodeConfig, parseNodeConfig } from "../core/config/node-config.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/**
 * What the configuration said about this node, or undefined when it was never configured.
 * @throws {SomaError} `node-config-invalid`
 */
export function readNodeConfig(paths: Pick<SystemPaths, "nodeConfig">): NodeConfig | undefined {
	const text = readText(paths.nodeConfig);
	return text === undefined ? undefined : parseNodeConfig(text, paths.nodeConfig);
}
