import { test } from "vitest";
import { expectReturn, expectReturnFrom, updatedNode } from "../lab/failing-release.ts";
import { withMachine } from "../lab/machine.ts";

test("a release that fails (pid-1-crashes) is back on the old slot without help", async () => {
	await expectReturnFrom("pid-1-crashes", { class: "init-crash", because: /PID 1/ });
});

test.each([
	["kernel-panics", "panic", /Kernel panic/],
	["empty-usr", "early-boot", /initrd/],
] as const)(
	"a release that cannot run (%s) is back on the old slot",
	async (kind, word, because) => {
		await withMachine(await updatedNode(kind, kind), async (machine) => {
			await expectReturn(machine, kind, { class: word, because });
		});
	},
);
