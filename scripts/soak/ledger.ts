import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { markdownTable, replaceBetweenMarkers } from "../lib/text-table.ts";

/** One line of the ledger: what one job did at one commit with one seed. */
export interface LedgerRow {
	readonly job: string;
	readonly commit: string;
	/** ISO 8601, UTC. */
	readonly endedAt: string;
	readonly seed: number;
	readonly hours: number;
	readonly count: number;
	readonly failures: number;
}

const marker = "soak-ledger";
const heading = ["job", "commit", "ended", "seed", "hours", "cases", "failures"];

function ledgerPath(): string {
	return join(repositoryRoot, "docs", "soak.md");
}

/** The rows of a ledger document. */
export function parseLedger(text: string): LedgerRow[] {
	const from = text.indexOf(`<!-- ${marker} -->`);
	const to = text.indexOf(`<!-- /${marker} -->`);
	if (from === -1 || to < from) {
		return [];
	}
	return text
		.slice(from, to)
		.split("\n")
		.filter((line) => line.startsWith("| "))
		.slice(1)
		.map((line) => {
			const cells = line.split("|").map((cell) => cell.trim());
			const [, job = "", commit = "", endedAt = "", ...numbers] = cells;
			const [seed = 0, hours = 0, count = 0, failures = 0] = numbers.map(Number);
			return { job, commit, endedAt, seed, hours, count, failures };
		});
}

/** The document with a row put in, in place of an earlier one of the same job, commit and seed. */
export function withLedgerRow(text: string, row: LedgerRow): string {
	const isSame = (other: LedgerRow): boolean =>
		other.job === row.job && other.commit === row.commit && other.seed === row.seed;
	const rows = [...parseLedger(text).filter((other) => !isSame(other)), row];
	const cells = rows.map((line) => [
		line.job,
		line.commit,
		line.endedAt,
		String(line.seed),
		line.hours.toFixed(2),
		String(line.count),
		String(line.failures),
	]);
	const written = replaceBetweenMarkers(text, marker, markdownTable([heading, ...cells]));
	if (written === undefined) {
		throw new SomaError({
			code: "ledger-broken",
			message: "docs/soak.md has no markers for its table",
			hint: `put <!-- ${marker} --> and <!-- /${marker} --> where the table belongs`,
		});
	}
	return written;
}

/** The ledger of the checkout; empty without one. */
export function readLedger(): LedgerRow[] {
	return existsSync(ledgerPath()) ? parseLedger(readFileSync(ledgerPath(), "utf8")) : [];
}

/** Writes a row into the ledger of the checkout. */
export function writeLedgerRow(row: LedgerRow): void {
	writeFileSync(ledgerPath(), withLedgerRow(readFileSync(ledgerPath(), "utf8"), row));
}
