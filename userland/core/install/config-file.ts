import { SomaError } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/table.ts";
import { configLimitBytes } from "./plan.ts";

/** The versions of the specification that the Ignition of this system reads. */
const versions = /^3\.[0-3]\.0$/;

/**
 * Checks the configuration of a first boot before it goes onto a disk: Ignition JSON of a version
 * that the node reads. The node itself checks the rest, and says so on its consoles.
 * @param name of the file, for messages
 */
export function checkConfigFile(bytes: Uint8Array, name: string): void {
	const invalid = (problem: string, hint: string): SomaError =>
		new SomaError({ code: "config-invalid", message: `${name}: ${problem}`, hint });
	if (bytes.length > configLimitBytes) {
		throw invalid(
			`it has ${formatBytes(bytes.length)}; the limit is ${formatBytes(configLimitBytes)}`,
			"let it fetch large files by URL",
		);
	}
	const render = "`soma config render` makes it from YAML, `soma config check` explains mistakes";
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw invalid(`it is no Ignition JSON: ${reason}`, render);
	}
	const version = valueAt(valueAt(value, "ignition"), "version");
	if (typeof version !== "string" || !versions.test(version)) {
		const found = version === undefined ? "is missing" : `is ${JSON.stringify(version)}`;
		throw invalid(`ignition.version ${found}; 3.0.0 to 3.3.0 are read`, render);
	}
}

function valueAt(value: unknown, name: string): unknown {
	return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
