import { expect, test } from "vitest";
import { keyLineOf } from "./key-lines.ts";

test.each([
	[
		"soma-selector: slot A, version 4799, highest-priority (priority 1, tries 3 -> 2)",
		"soma-selector: slot A, version 4799, highest-priority (priority 1, tries 3 -> 2)",
	],
	["[    0.000000] Linux version 6.12.48-soma (x) (gcc) #1 SMP", "kernel: Linux 6.12.48-soma"],
	["[    2.1] systemd[1]: systemd 257.9-1 running in system mode", "init: systemd 257.9-1"],
	["[  OK  ] Reached target multi-user.target - Multi-User System.", "init: multi-user.target"],
	["[    9.9] soma-agent: ready, version 4799", "soma-agent: ready, version 4799"],
	["soma: slot A proven good", "soma: slot A proven good"],
	["[    3.0] Kernel panic - not syncing: x", "Kernel panic - not syncing: x"],
	["[    1.0] pci 0000:00:01.0: BAR 0", undefined],
	["", undefined],
])("%s", (line, shown) => {
	expect(keyLineOf(line)).toBe(shown);
});
