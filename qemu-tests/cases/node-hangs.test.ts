import { test } from "vitest";
import { expectReturnFrom } from "../lab/failing-release.ts";
import type { FaultKind } from "../lab/faults.ts";

/** What nobody notices but the watchdog and the deadline: minutes, most of them waiting. */
const kinds: readonly FaultKind[] = ["userspace-hangs", "agent-is-silent"];

test.each(kinds)("a release that fails (%s) is back on the old slot without help", async (kind) => {
	await expectReturnFrom(kind);
});
