import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One archive that apt is told to use. */
export interface AptSource {
	readonly uri: string;
	readonly suite: string;
	readonly components: readonly string[];
}

const debianSuite =
	/^(?:stable|testing|unstable|sid|bookworm|trixie|forky|duke)(?:-(?:updates|security))?$/;

/** The binary archives of a one-line sources file (sources.list(5)). */
export function parseOneLineSources(text: string): AptSource[] {
	return text.split("\n").flatMap((line) => {
		const words = line
			.replace(/#.*/, "")
			.replace(/\[[^\]]*\]/, "")
			.trim()
			.split(/\s+/);
		const [kind, uri, suite, ...components] = words;
		return kind === "deb" && uri !== undefined && suite !== undefined
			? [{ uri, suite, components }]
			: [];
	});
}

/** The binary archives of a deb822 sources file (sources.list(5)). */
export function parseStanzaSources(text: string): AptSource[] {
	const stanzas = text
		.split("\n")
		.filter((line) => !line.startsWith("#"))
		.join("\n")
		.split(/\n\s*\n/);
	return stanzas.flatMap((stanza) => {
		const field = (name: string): string[] => {
			const value = new RegExp(`^${name}:((?:.*)(?:\\n[ \\t].*)*)`, "im").exec(stanza)?.[1] ?? "";
			return value.split(/\s+/).filter((word) => word !== "");
		};
		if (!field("Types").includes("deb") || field("Enabled").includes("no")) {
			return [];
		}
		return field("URIs").flatMap((uri) =>
			field("Suites").map((suite) => ({ uri, suite, components: field("Components") })),
		);
	});
}

/**
 * The lines of a sources.list for `release` at the archives that `sources` name, so that a site's
 * own mirror is used; empty when none of them is a Debian archive (mmdebstrap(1) then takes its
 * default).
 */
export function sourceLines(sources: readonly AptSource[], release: string): string[] {
	const usable = sources.filter(
		(source) => debianSuite.test(source.suite) && source.components.includes("main"),
	);
	const main = usable.find((source) => !source.suite.includes("-"))?.uri;
	if (main === undefined) {
		return [];
	}
	const security = usable.find((source) => source.suite.endsWith("-security"))?.uri;
	return [
		`deb ${main} ${release} main`,
		`deb ${main} ${release}-updates main`,
		...(security === undefined ? [] : [`deb ${security} ${release}-security main`]),
	];
}

/** The archives that this machine's own apt uses. */
export function hostSources(root = "/"): AptSource[] {
	const folder = join(root, "etc", "apt", "sources.list.d");
	const names = existsSync(folder) ? readdirSync(folder).sort() : [];
	const paths = [
		join(root, "etc", "apt", "sources.list"),
		...names.map((name) => join(folder, name)),
	];
	return paths.flatMap((path) => {
		if (!existsSync(path)) {
			return [];
		}
		const text = readFileSync(path, "utf8");
		return path.endsWith(".sources") ? parseStanzaSources(text) : parseOneLineSources(text);
	});
}
