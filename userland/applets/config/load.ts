import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
	type LocalContents,
	type LocalFile,
	type Rendered,
	readConfig,
	renderConfig,
} from "../../core/config/configuration.ts";
import type { Finding } from "../../core/config/problem.ts";
import { yamlBounds } from "../../core/config/yaml-text.ts";
import { SomaError } from "../../lib/errors.ts";
import { readBounded } from "../../system/local-files.ts";

/** All local files of one configuration together, in bytes. */
const localLimitBytes = 32 * 1024 * 1024;

/**
 * Reads, checks and renders a configuration file with the files that it names.
 * @throws {SomaError} when the file itself cannot be read or is too large
 */
export function renderFile(file: string, filesDirectory: string | undefined): Rendered {
	const read = readConfig(readConfigFile(file));
	const local = readLocalFiles(read.localFiles, filesDirectory);
	return renderConfig(read, local, (bytes) => gzipSync(bytes, { level: 9 }));
}

function readConfigFile(file: string): Uint8Array {
	try {
		return readBounded(file, yamlBounds.sizeBytes);
	} catch (error) {
		if (error instanceof SomaError && error.code === "file-too-large") {
			throw new SomaError({
				code: error.code,
				message: error.message,
				hint: "put long contents into files of their own and name them with `local`",
			});
		}
		throw error;
	}
}

function readLocalFiles(files: readonly LocalFile[], directory: string | undefined): LocalContents {
	const bytes = new Map<string, Uint8Array>();
	const findings: Finding[] = [];
	let left = localLimitBytes;
	for (const { name, path } of files) {
		if (directory === undefined) {
			const message = "names a local file, but --files-dir is not given";
			findings.push({ path, message, hint: "name the folder with --files-dir" });
			continue;
		}
		try {
			const content = bytes.get(name) ?? readBounded(join(directory, name), left);
			left -= bytes.has(name) ? 0 : content.length;
			bytes.set(name, content);
		} catch (error) {
			if (!(error instanceof SomaError)) {
				throw error;
			}
			findings.push({ path, message: error.message });
		}
	}
	return { bytes, findings };
}
