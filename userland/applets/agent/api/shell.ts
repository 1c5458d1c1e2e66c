import { SomaError } from "../../../lib/errors.ts";
import { readNodeConfig } from "../../../system/node-config.ts";
import type { ApiPorts, Handler } from "./ports.ts";

/** Shell: only where the configuration allows it. */
export function shell({ context }: ApiPorts): Handler<"Shell"> {
	return (_requests, _call) => {
		if (readNodeConfig(context.paths)?.api.shell !== true) {
			throw new SomaError({
				code: "shell-disabled",
				message: "the configuration of this node allows no shell",
				hint: "set `api.shell: true` in its configuration and apply that",
			});
		}
		throw new SomaError({ code: "shell-missing", message: "this release has no shell" });
	};
}
