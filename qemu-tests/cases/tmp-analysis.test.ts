import { test } from "vitest";
import { withMachine } from "../lab/machine.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { writeFileSync } from "node:fs";
test("x", async () => {
	const spec = await nodeMachine("analysis", await ensureProvenDisk());
	await withMachine(spec, async (machine) => {
		await machine.powerOn();
		await waitForProven(machine);
		const say = async (c: string) => "\n### " + c + "\n" + (await machine.hand.run(c, 200000)).output;
		let out = await machine.hand.expect("systemctl show '*' --property=Id,InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic", 120000);
		out += await say("journalctl -b -o short-monotonic --no-pager");




		writeFileSync("/tmp/analysis.txt", out);
	});
});
