import { SomaError } from "../userland/lib/errors.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { run } from "../userland/system/process.ts";
import { gatherFacts } from "./host/facts.ts";
import { type Finding, judge } from "./host/judge.ts";
import { withProgress } from "./lib/progress.ts";
import { textTable } from "./lib/text-table.ts";

const spec = {
	name: "npm run doctor --",
	summary: "Says whether this machine can build and run Soma OS, and what to change.",
	flags: {
		json: { kind: "switch", help: "print the findings as JSON" },
	},
} as const satisfies CommandSpec;

/** `npm run doctor`: looks at the machine and says what to change; changes nothing. */
export async function doctor(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const findings = judge(await gatherFacts());
	process.stdout.write(
		flags.json ? `${JSON.stringify(findings, null, "\t")}\n` : `${findingsText(findings)}\n`,
	);
	return findings.every((finding) => finding.ok) ? 0 : 1;
}

/** The findings as a table, with a cure below each row that failed. */
export function findingsText(findings: readonly Finding[]): string {
	return textTable(
		findings.map((finding) => [
			finding.ok ? "OK" : "failed",
			finding.name,
			finding.ok ? finding.found : `${finding.found}\n        cure: ${finding.cure}`,
		]),
	);
}

/**
 * Refuses to begin a long step on a machine that cannot end it. As root it first installs what
 * Debian packages can cure.
 */
export async function requireGoodHost(): Promise<void> {
	let facts = await gatherFacts();
	const missing = judge(facts).flatMap((finding) => finding.packages);
	if (facts.isRoot && facts.hasApt && missing.length > 0) {
		await installPackages(missing);
		facts = await gatherFacts();
	}
	const failed = judge(facts).filter((finding) => !finding.ok);
	if (failed.length > 0) {
		const names = failed.map((finding) => finding.name).join(", ");
		throw new SomaError({
			code: "machine-not-ready",
			message: `this machine is not ready (${names})\n${findingsText(failed)}`,
			hint: "do what the table says and run again; `npm run doctor` shows everything",
		});
	}
}

async function installPackages(names: readonly string[]): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" } as Record<string, string>;
	process.stderr.write(`soma: installing ${names.join(" ")} with apt-get\n`);
	await withProgress("host packages", async (report) => {
		await run({ argv: ["apt-get", "update"], env, onLine: report });
		const install = ["apt-get", "install", "--yes", "--no-install-recommends", ...names];
		await run({ argv: install, env, onLine: report });
	});
}
