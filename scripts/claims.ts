import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../image/tools/tree.ts";
import { SomaError } from "../userland/lib/errors.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { nearest } from "../userland/lib/nearest.ts";
import { type Claim, commandOf, tierOf, type Verdict } from "./claims/claim.ts";
import { judgeClaim } from "./claims/judge.ts";
import { gatherProofs, lastProofs } from "./claims/proofs.ts";
import { claimTable } from "./claims/table.ts";
import { commitName } from "./lib/commit.ts";
import { markdownTable, textTable } from "./lib/text-table.ts";

const spec = {
	name: "npm run claims --",
	summary: "Runs what shows each claim of the documents and says whether it holds.",
	rest: { name: "TOPIC", help: "Which topics or claims; all of them without" },
	flags: {
		list: { kind: "switch", help: "print the claims and their commands, run nothing" },
		json: { kind: "switch", help: "print as JSON" },
		last: {
			kind: "switch",
			help: "judge by the last `npm test` and what ran again since, run nothing",
		},
		write: { kind: "switch", help: "write docs/claims.md" },
	},
} as const satisfies CommandSpec;

interface JudgedClaim {
	readonly claim: Claim;
	readonly verdict: Verdict;
}

/** `npm run claims -- [TOPIC]`: shows everything that the documents claim. */
export async function claims(args: readonly string[]): Promise<number> {
	const { flags, rest, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const chosen = chooseClaims(rest);
	if (flags.list) {
		const rows = chosen.map((claim) => [claim.id, claim.evidence.map(commandOf).join("; ")]);
		process.stdout.write(flags.json ? `${JSON.stringify(rows)}\n` : `${textTable(rows)}\n`);
		return 0;
	}
	const proofs = flags.last ? lastProofs() : await gatherProofs(chosen);
	const judged = chosen.map((claim) => ({ claim, verdict: judgeClaim(claim, proofs) }));
	process.stdout.write(flags.json ? `${jsonOf(judged)}\n` : `${tableOf(judged)}\n`);
	const holding = judged.filter((row) => row.verdict.holds).length;
	if (!flags.json) {
		process.stdout.write(`${holding} of ${judged.length} claims hold\n`);
	}
	if (flags.write) {
		await writeDocument(judged);
	}
	return holding === judged.length ? 0 : 1;
}

function chooseClaims(rest: readonly string[]): readonly Claim[] {
	const topics = [...new Set(claimTable.map((claim) => claim.topic))];
	for (const word of rest) {
		if (!(topics.includes(word) || claimTable.some((claim) => claim.id === word))) {
			const guess = nearest(word, topics);
			const meant = guess === undefined ? "" : `; did you mean ${guess}?`;
			throw new SomaError({
				code: "unknown-topic",
				message: `there is no topic or claim ${word}${meant}`,
				hint: `topics: ${topics.join(", ")}; \`npm run claims -- --list\` names every claim`,
			});
		}
	}
	return claimTable.filter(
		(claim) => rest.length === 0 || rest.includes(claim.topic) || rest.includes(claim.id),
	);
}

function tableOf(judged: readonly JudgedClaim[]): string {
	return textTable(
		judged.map(({ claim, verdict }) => [
			verdict.holds ? "holds" : "DOES NOT HOLD",
			claim.id,
			tierOf(claim),
			`${verdict.ageDays} d`,
			`${claim.text}: ${verdict.figure}`,
		]),
	);
}

function jsonOf(judged: readonly JudgedClaim[]): string {
	const rows = judged.map(({ claim, verdict }) => ({
		id: claim.id,
		topic: claim.topic,
		text: claim.text,
		tier: tierOf(claim),
		commands: claim.evidence.map(commandOf),
		...verdict,
	}));
	return JSON.stringify(rows, null, "\t");
}

async function writeDocument(judged: readonly JudgedClaim[]): Promise<void> {
	const rows = judged.map(({ claim, verdict }) => [
		claim.topic,
		claim.text,
		verdict.figure,
		verdict.holds ? "yes" : "**no**",
		tierOf(claim),
		claim.evidence.map((evidence) => `\`${commandOf(evidence)}\``).join("<br>"),
	]);
	const heading = ["topic", "claim", "figure", "holds", "tier", "shown by"];
	const date = new Date().toISOString().slice(0, 10);
	const text = [
		"# Claims",
		"",
		`Written by \`npm run claims -- --write\` on ${date} at ${await commitName()}.`,
		"Tier `test` is shown by `npm test`, the others by runs of their own, at most 30 days old.",
		"",
		markdownTable([heading, ...rows]),
		"",
	].join("\n");
	writeFileSync(join(repositoryRoot, "docs", "claims.md"), text);
}
