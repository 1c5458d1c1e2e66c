import { checkConfig } from "./check.ts";
import { judgeCertificates, judgeTicket } from "./check-soma.ts";
import { eachMap } from "./each-map.ts";
import { itemsOf } from "./findings.ts";
import { type Finding, keyPath, locate, type Problem, sortProblems } from "./problem.ts";
import { type Reading, readYaml } from "./read.ts";
import type { Gzip } from "./render/data-url.ts";
import { renderIgnition } from "./render/ignition.ts";
import { type Config, configShape } from "./schema/config.ts";

/** A file beside the configuration, and the key that names it. */
export interface LocalFile {
	readonly name: string;
	readonly path: string;
}

/** A configuration that was read and checked as far as its own text goes. */
export interface ReadConfig {
	readonly reading: Reading<typeof configShape>;
	readonly problems: readonly Problem[];
	/** The files that it names and that must be read before it can be rendered. */
	readonly localFiles: readonly LocalFile[];
}

/** Reads and checks a configuration in YAML. Never throws: what is wrong is in `problems`. */
export function readConfig(bytes: Uint8Array): ReadConfig {
	const reading = readYaml(configShape, bytes);
	const { value, positions } = reading;
	const findings = value === undefined ? [] : checkConfig(value);
	return {
		reading,
		problems: sortProblems([...reading.problems, ...locate(findings, positions)]),
		localFiles: value === undefined ? [] : findLocalFiles(value),
	};
}

/** The files beside the configuration as they could be read. */
export interface LocalContents {
	readonly bytes: ReadonlyMap<string, Uint8Array>;
	/** What is wrong with those that could not. */
	readonly findings: readonly Finding[];
}

/** The result of rendering: Ignition's JSON as text, or what is wrong. */
export type Rendered = { readonly text: string } | { readonly problems: readonly Problem[] };

/** Renders a configuration whose local files were read. */
export function renderConfig(read: ReadConfig, local: LocalContents, gzip: Gzip): Rendered {
	const { value, positions } = read.reading;
	const findings = [...local.findings, ...(value === undefined ? [] : checkLocal(value, local))];
	const problems = sortProblems([...read.problems, ...locate(findings, positions)]);
	if (value === undefined || problems.length > 0) {
		return { problems };
	}
	const ignition = renderIgnition(value, { local: local.bytes, gzip });
	return { text: `${JSON.stringify(ignition)}\n` };
}

function findLocalFiles(config: Config): LocalFile[] {
	const files: LocalFile[] = [];
	eachMap(configShape, config, "", (_shape, value, path) => {
		for (const key of ["local", "ticket_local"]) {
			const name = value[key];
			if (typeof name === "string") {
				files.push({ name, path: keyPath(path, key) });
			}
		}
	});
	return files;
}

function checkLocal({ soma }: Config, { bytes }: LocalContents): Finding[] {
	const textOf = (name: string | undefined): string | undefined => {
		const found = name === undefined ? undefined : bytes.get(name);
		return found === undefined ? undefined : new TextDecoder().decode(found);
	};
	const ticket = textOf(soma?.ticket_local);
	return [
		...(ticket === undefined ? [] : judgeTicket(ticket, soma?.role, "soma.ticket_local")),
		...itemsOf(soma?.ca_certificates, "soma.ca_certificates").flatMap(({ item, path }) => {
			const text = textOf(item.local);
			return text === undefined ? [] : judgeCertificates(text, `${path}.local`);
		}),
	];
}
