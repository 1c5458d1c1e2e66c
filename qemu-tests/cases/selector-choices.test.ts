import { expect, test } from "vitest";
import { type SlotAttributes, writeSlotAttributes } from "../../userland/core/slot/attributes.ts";
import { select } from "../../userland/core/slot/select.ts";
import { readAttributes, writeAttributes } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { rescueWord, smallReleaseMachine } from "../lab/small-release.ts";

const bad: SlotAttributes = { priority: 1, tries: 0, successful: false, unproven: 0 };
const fresh: SlotAttributes = { priority: 1, tries: 3, successful: false, unproven: 0 };
const proven: SlotAttributes = { priority: 1, tries: 0, successful: true, unproven: 0 };

/** Scenarios 1 to 7 of docs: name, slot A, slot B, expected slot, expected reason. */
const scenarios: readonly (readonly [string, SlotAttributes, SlotAttributes, string, string])[] = [
	["a proven slot starts", proven, { ...bad, priority: 0 }, "A", "highest-priority"],
	["the higher priority wins", proven, { ...fresh, priority: 2 }, "B", "highest-priority"],
	["a tie goes to the lower index", fresh, fresh, "A", "tie-lower-index"],
	["priority 0 never boots", { ...proven, priority: 0 }, proven, "B", "highest-priority"],
	["a slot without tries is passed over", proven, { ...bad, priority: 2 }, "A", "only-eligible"],
	[
		"a proven slot that was not proven again three times gives way",
		{ ...proven, priority: 2, unproven: 3 },
		proven,
		"B",
		"only-eligible",
	],
	["nothing eligible means rescue", bad, bad, "rescue", "rescue-none-eligible"],
];

test("the selector chooses as the rules say, counts on disk, and says so", async () => {
	const spec = await smallReleaseMachine("selector-choices");
	await withMachine(spec, async (machine) => {
		for (const [name, A, B, slot, reason] of scenarios) {
			const raw = { A: writeSlotAttributes(0n, A), B: writeSlotAttributes(0n, B) };
			const expected = select({ raw, writable: true });
			expect({ slot: expected.slot, reason: expected.reason }, name).toEqual({ slot, reason });

			await withDisk(machine, (disk) => writeAttributes(disk, { A, B }));
			machine.serial.mark();
			await machine.powerOn();
			expect(await nextChoice(machine.serial), name).toMatchObject({ slot, reason });
			const started = await machine.serial.waitFor(/init has started with (.*)\n/);
			expect(started[1]?.includes(rescueWord), name).toBe(slot === "rescue");
			await machine.powerCut();

			const after = await withDisk(machine, readAttributes);
			expect(
				{ A: writeSlotAttributes(0n, after.A), B: writeSlotAttributes(0n, after.B) },
				name,
			).toEqual(expected.after);
		}
	});
});
