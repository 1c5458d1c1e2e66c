import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import { ensureCacheDirectory } from "../tools/lock.ts";
import type { ToolTree } from "../tools/tree.ts";
import type { LockedPackage, PackageLock } from "./lock.ts";

type Report = (line: string) => void;

/** An apt of our own: nothing is installed for it, and its state is in the cache. */
function aptOptions(folder: string): string[] {
	return [
		`Dir::State=${folder}`,
		`Dir::State::status=${join(folder, "status")}`,
		`Dir::Cache=${folder}`,
		`Dir::Etc::sourcelist=${join(folder, "sources.list")}`,
		"Dir::Etc::sourceparts=/nonexistent",
		"Acquire::Check-Valid-Until=false",
		"Acquire::ForceHash=SHA256",
		"Acquire::Languages=none",
		"Acquire::Retries=3",
		"APT::Architecture=amd64",
		"APT::Architectures=amd64",
		"APT::Install-Recommends=false",
		"APT::Sandbox::User=root",
		"Debug::NoLocking=true",
		"pkgCacheGen::ForceEssential=,", // mkosi says so too: apt itself is not wanted
	].flatMap((option) => ["-o", option]);
}

/** An apt in the tool tree that knows what the archives hold now. */
export interface Apt {
	/** The packages that an empty system would get with `names` (and all that is essential). */
	resolve(names: readonly string[]): Promise<PackageLock>;
	/** Which versions the archives offer, by name. */
	versions(names: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
	/** Puts exactly these packages into a directory, under the names of {@link debFileName}. */
	download(packages: PackageLock, directory: string): Promise<void>;
}

/** Asks the archives for their lists. Call it under the lock of the packages. */
export async function openApt(tree: ToolTree, report: Report): Promise<Apt> {
	const folder = join(ensureCacheDirectory(), "packages", "lists");
	for (const name of ["lists/partial", "archives/partial"]) {
		mkdirSync(join(folder, name), { recursive: true });
	}
	writeFileSync(join(folder, "status"), "");
	const sources = readFileSync(join(tree.path, "etc", "apt", "sources.list"), "utf8");
	writeFileSync(join(folder, "sources.list"), withFirmware(sources));
	const options = aptOptions(folder);
	const call = async (program: string, argv: readonly string[], cwd?: string) =>
		await tree.run({
			argv: [program, ...options, ...argv],
			onLine: report,
			...(cwd === undefined ? {} : { cwd }),
		});
	try {
		await call("apt-get", ["--error-on=any", "update"]);
	} catch (cause) {
		throw new SomaError({
			code: "archive-unreachable",
			message: `the lists of the package archives cannot be fetched: ${String(cause)}`,
			hint:
				"check that `apt-get update` works on this machine and that its mirror has" +
				" non-free-firmware, then run again",
			cause,
		});
	}
	return {
		resolve: async (names) => {
			const wanted = ["?essential", "base-files", ...names];
			const argv = ["--print-uris", "--yes", "install", ...wanted];
			return parseUris((await call("apt-get", argv)).stdout);
		},
		versions: async (names) =>
			parseMadison((await call("apt-cache", ["madison", ...names])).stdout),
		download: async (packages, directory) => {
			const words = packages.map(({ name, version }) => `${name}=${version}`);
			await call("apt-get", ["download", ...words], directory);
		},
	};
}

/**
 * The archives of a sources.list(5) with the component that holds microcode and firmware. Tools
 * come from `main` alone; only what goes into the image may come from there.
 */
export function withFirmware(sources: string): string {
	return sources.replaceAll(/^(deb .* main)$/gm, "$1 non-free-firmware");
}

/** The file of a package as apt names it: `dmsetup_2%3a1.02.205-2_amd64.deb`. */
export function debFileName({ name, version, architecture }: LockedPackage): string {
	return `${name}_${version.replaceAll(":", "%3a")}_${architecture}.deb`;
}

/** The packages of `apt-get --print-uris`, sorted; the addresses are left behind. */
export function parseUris(text: string): PackageLock {
	const row = /^'[^']*' ([^_\s]+)_([^_\s]+)_([^_\s]+)\.deb \d+ SHA256:([0-9a-f]{64})$/gm;
	return [...text.matchAll(row)]
		.map(([, name = "", version = "", architecture = "", sha256 = ""]) => ({
			name,
			version: decodeURIComponent(version),
			architecture,
			sha256,
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The rows `name | version | archive` of `apt-cache madison`. */
export function parseMadison(text: string): Map<string, Set<string>> {
	const versions = new Map<string, Set<string>>();
	for (const line of text.split("\n")) {
		const [name = "", version = ""] = line.split("|").map((cell) => cell.trim());
		if (version !== "") {
			versions.set(name, (versions.get(name) ?? new Set()).add(version));
		}
	}
	return versions;
}
