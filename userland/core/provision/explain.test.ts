import { expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import { explainDone, explainWaiting } from "./explain.ts";

test("a node that waits says why, the cure, the source, and when it tries again", () => {
	const error = new SomaError({
		code: "config-not-json",
		message: "credential soma.config: the configuration is no JSON",
		hint: "render it",
	});
	expect(
		explainWaiting({ error, attempt: 3, source: "DHCP option 224", untilNextMs: 19_200 }),
	).toEqual([
		"this node is not configured, and waits",
		"  reason: credential soma.config: the configuration is no JSON",
		"  cure: render it",
		"  source: DHCP option 224",
		"  attempt 3 failed; the next one is in 20 s",
	]);
});

test("a node that is configured says from where", () => {
	expect(explainDone("fw_cfg", "fw_cfg opt/x")).toBe("configured from fw_cfg opt/x");
	expect(explainDone("no source: empty configuration", undefined)).toBe(
		"configured: no source: empty configuration",
	);
});
