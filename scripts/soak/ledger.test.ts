import { expect, test } from "vitest";
import { parseLedger, withLedgerRow } from "./ledger.ts";

const empty = "# Soaks\n\n<!-- soak-ledger -->\n<!-- /soak-ledger -->\nend\n";
const row = {
	job: "cuts",
	commit: "abc",
	endedAt: "2026-11-23T10:00:00.000Z",
	seed: 7,
	hours: 0.5,
	count: 1000,
	failures: 0,
};

test("what is written is read back", () => {
	expect(parseLedger(empty)).toEqual([]);
	expect(parseLedger(withLedgerRow(empty, row))).toEqual([row]);
});

test("a later run of the same job, commit and seed replaces its row", () => {
	const twice = withLedgerRow(withLedgerRow(empty, row), { ...row, count: 2000 });
	expect(parseLedger(twice)).toEqual([{ ...row, count: 2000 }]);
	const other = withLedgerRow(twice, { ...row, seed: 8 });
	expect(parseLedger(other)).toHaveLength(2);
	expect(other.endsWith("end\n")).toBe(true);
});

test("a document without markers is refused", () => {
	expect(() => withLedgerRow("# Soaks\n", row)).toThrow("markers");
});
