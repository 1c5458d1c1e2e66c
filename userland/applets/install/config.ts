import { dirname } from "node:path";
import { formatProblem } from "../../core/config/problem.ts";
import { checkConfigFile } from "../../core/install/config-file.ts";
import { configLimitBytes } from "../../core/install/plan.ts";
import { SomaError } from "../../lib/errors.ts";
import { readBounded } from "../../system/local-files.ts";
import { renderFile } from "../config/load.ts";

/**
 * The configuration of a first boot from a file, as it goes to the disk: Ignition JSON as it is, or
 * rendered from YAML, with the local files that it names beside it. All problems are told at once.
 */
export function readInstallConfig(path: string): Uint8Array {
	const bytes = readBounded(path, configLimitBytes);
	if (isJson(bytes)) {
		checkConfigFile(bytes, path);
		return bytes;
	}
	const rendered = renderFile(path, dirname(path));
	if ("problems" in rendered) {
		throw new SomaError({
			code: "config-invalid",
			message: rendered.problems.map((problem) => formatProblem(path, problem)).join("\n"),
			hint: "`soma config explain KEY` tells what a key takes",
		});
	}
	const text = new TextEncoder().encode(rendered.text);
	checkConfigFile(text, path);
	return text;
}

/** An object of JSON; YAML of a configuration never begins like that. */
function isJson(bytes: Uint8Array): boolean {
	return new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().startsWith("{");
}
