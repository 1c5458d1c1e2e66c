import { test } from "vitest";
import { expectReturnFrom } from "../lab/failing-release.ts";

/** What nobody notices but the watchdog and the deadline: minutes, most of them waiting. */
test("a release that hangs (userspace-hangs) is back on the old slot without help", async () => {
	await expectReturnFrom("userspace-hangs", { class: "deadline", because: /lab-fault/ });
});

test("a release that hangs (agent-is-silent) is back on the old slot without help", async () => {
	await expectReturnFrom("agent-is-silent", { class: "deadline", because: /soma-agent/ });
});
