import { expect, test } from "vitest";
import type { AuditEntry } from "../../../system/grpc/call-guard.ts";
import { gateAudit } from "./audit-gate.ts";

const stranger: AuditEntry = {
	from: "192.0.2.1:5",
	caller: undefined,
	method: "",
	subject: "",
	outcome: "no TLS connection",
};

test("strangers cannot fill the journal, and who is known always has a line", () => {
	const lines: AuditEntry[] = [];
	let nowMs = 0;
	const audit = gateAudit(
		(entry) => lines.push(entry),
		() => nowMs,
	);
	for (let count = 0; count < 1000; count++) {
		audit(stranger);
	}
	expect(lines).toHaveLength(50);
	const ada = { name: "ada", role: "admin", serial: "1" } as const;
	audit({ ...stranger, caller: ada, method: "Reset", outcome: "refused" });
	expect(lines).toHaveLength(51);
	nowMs = 1000;
	audit(stranger);
	expect(lines.at(-1)?.outcome).toBe(
		"no TLS connection (and 950 more refusals since the last line)",
	);
});
