import { join } from "node:path";
import type { SystemPaths } from "../paths.ts";
import { readText } from "../text-file.ts";

/**
 * Whether the node has a way to somewhere: systemd-networkd(8) calls some link routable. Undefined
 * when nobody says so.
 */
export function hasNetwork(paths: Pick<SystemPaths, "networkState">): boolean | undefined {
	const text = readText(join(paths.networkState, "state"));
	const state = /^OPER_STATE=(.+)$/m.exec(text ?? "")?.[1];
	return state === undefined ? undefined : state === "routable";
}
