import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ensureKernel } from "../../image/builder/kernel.ts";
import { hostSources, sourceLines } from "../../image/tools/apt-sources.ts";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { enterArgv } from "../../image/tools/enter.ts";
import { isPrivileged, removeTree } from "../../image/tools/make-tree.ts";
import { openToolTree, repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { run } from "../../userland/system/process.ts";
import { durationText } from "../lib/duration.ts";
import type { Report } from "../lib/progress.ts";
import type { Benchmark, BenchRow } from "./benchmark.ts";

/** A machine that somebody just installed: a Debian release and who types the command. */
interface Newcomer {
	readonly title: string;
	readonly release: string;
	/** An ordinary user finds the packages that only root can install. */
	readonly user: "root" | "newcomer";
}

const newcomers: readonly Newcomer[] = [
	// The likeliest to fail comes first.
	{ title: "Debian 13, ordinary user", release: "trixie", user: "newcomer" },
	{ title: "Debian 12, root", release: "bookworm", user: "root" },
	{ title: "Debian 13, root", release: "trixie", user: "root" },
];

const checkout = "/srv/soma";
/** In the root, where an ordinary user can reach it. */
const cacheHome = "/srv/cache";
const certificates = "/etc/ssl/certs";

/** Makes a root with Node, npm and nothing else, and a clone of the present commit in it. */
async function makeRoot(newcomer: Newcomer, root: string, report: Report): Promise<void> {
	const userPackages = newcomer.user === "root" ? [] : ["mmdebstrap", "uidmap"];
	const sources = sourceLines(hostSources(), newcomer.release);
	await openToolTree().run({
		argv: [
			...["mmdebstrap", "--mode=root", "--variant=minbase"],
			...["--include", ["nodejs", "npm", ...userPackages].join(",")],
			'--aptopt=Apt::Install-Recommends "false"',
			'--customize-hook=chroot "$1" useradd --create-home --home-dir /srv/newcomer newcomer',
			...[newcomer.release, root, ...sources],
		],
		onLine: report,
	});
	const clone = join(root, checkout);
	await run({ argv: ["git", "clone", "--quiet", repositoryRoot, clone] });
	if (newcomer.user !== "root") {
		await run({ argv: ["chroot", root, "chown", "--recursive", "newcomer:newcomer", checkout] });
	}
	const settings = join(homedir(), ".npmrc"); // which registry this site uses
	for (const home of existsSync(settings) ? ["root", "srv/newcomer"] : []) {
		writeFileSync(join(root, home, ".npmrc"), readFileSync(settings));
	}
}

/** The registry and certificates of this machine: a clean root cannot guess them. */
async function siteEnvironment(): Promise<Record<string, string>> {
	const registry = (await run({ argv: ["npm", "config", "get", "registry"] })).stdout.trim();
	return {
		npm_config_registry: registry,
		NODE_EXTRA_CA_CERTS: join(certificates, "ca-certificates.crt"),
	};
}

/** Types `npm start` in a clean root; milliseconds until the node answers over its API. */
async function timeStart(newcomer: Newcomer, report: Report): Promise<number> {
	const directory = mkdtempSync(join(cacheDirectory(), "bench-clean-root-"));
	const root = join(directory, "root");
	const cache = join(root, cacheHome, "soma");
	try {
		const kernel = await ensureKernel(openToolTree(), report);
		await makeRoot(newcomer, root, report);
		mkdirSync(cache, { recursive: true });
		cpSync(kernel.directory, join(cache, `kernel-${kernel.key}`), { recursive: true });
		const isRoot = newcomer.user === "root";
		if (!isRoot) {
			const argv = ["chown", "--recursive", "newcomer:newcomer", cacheHome];
			await run({ argv: enterArgv({ ...entryOf(root), env: {} }, argv) });
		}
		const home = isRoot ? "/root" : "/srv/newcomer";
		const env = { ...(await siteEnvironment()), HOME: home, XDG_CACHE_HOME: cacheHome };
		const become = isRoot
			? []
			: ["setpriv", "--reuid=newcomer", "--regid=newcomer", "--init-groups"];
		const start = [...become, "npm", "start", "--", "--until-ready"];
		const started = performance.now();
		await run({ argv: enterArgv({ ...entryOf(root), env }, start), onLine: report });
		return performance.now() - started;
	} finally {
		await removeTree(directory);
	}
}

function entryOf(root: string) {
	return { tree: root, binds: [certificates], privileged: true, cwd: checkout };
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	if (!isPrivileged()) {
		throw new SomaError({
			code: "not-root",
			message: "a clean root can only be made and entered by root",
			hint: "run this benchmark as root",
		});
	}
	const rows: BenchRow[] = [];
	for (const newcomer of newcomers) {
		report(`${newcomer.title}: making a root with Node and npm`);
		const took = await timeStart(newcomer, (line) => report(`${newcomer.title}: ${line}`));
		rows.push({
			what: `${newcomer.title}: \`npm start\` to a node that answers over its API`,
			ours: durationText(took),
			peer: "none measured",
			ratio: "",
			goal: "",
		});
	}
	return rows;
}

/** Whether the two commands work where nothing but Node and npm is installed. */
export const cleanRootBenchmark: Benchmark = {
	name: "clean-root",
	about: "New roots with Node and npm only; all caches are empty but the kernel's.",
	run: measure,
};
