import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsOf } from "../../lib/text-columns.ts";
import type { DashboardFacts, NodeFacts, NodeStatus } from "./facts.ts";
import { colouredText, plainText, widthOf } from "./line.ts";
import { plainLine } from "./plain-line.ts";
import { viewDashboard } from "./view.ts";

const status: NodeStatus = {
	hostname: "node-1",
	version: "4799",
	slot: "A",
	proven: true,
	live: null,
	uptimeSeconds: 3725,
	loadAverages: [0.5, 0.25, 0.125],
	processorCount: 2,
	memory: { totalBytes: 2 ** 30, availableBytes: 2 ** 29 },
	state: { sizeBytes: 10 * 2 ** 30, freeBytes: 2 ** 29 },
	health: { state: "ready", checks: [{ name: "usr", ok: true, detail: "verity" }] },
	boot: { slot: "A", reason: "highest priority" },
	disk: {
		slots: [
			{ name: "A", version: "4799", condition: "good", running: true, next: true },
			{ name: "B", version: null, condition: "empty", running: false, next: false },
		],
	},
};

const at = (second: number): number => (1_700_000_000 + second) * 1_000_000;

const log = (second: number, message: string, priority = 6) => ({
	timeMicroseconds: at(second),
	unit: "a.service",
	identifier: "a",
	pid: 7,
	priority,
	message,
});

const first: NodeFacts = {
	name: "192.0.2.1",
	connection: { kind: "connected" },
	status,
	failedUnits: ["b.service"],
	rooms: [],
	events: [
		{ timeMicroseconds: at(1), kind: "boot", message: "slot A", warning: false },
		{ timeMicroseconds: at(2), kind: "services", message: "b.service failed", warning: true },
	],
	logs: [
		log(1, "one"),
		log(2, "日本語のとても長いログの行はどこかで切られる", 3),
		log(3, "\u001b[2J\u001b[31mevil\r\nsecond line"),
	],
};

const lost: NodeFacts = {
	...first,
	name: "192.0.2.2",
	connection: { kind: "lost", sinceSeconds: 65, reason: "192.0.2.2:7443 cannot be reached" },
};

const waiting: NodeFacts = {
	name: "192.0.2.3",
	connection: { kind: "connecting" },
	status: undefined,
	failedUnits: undefined,
	rooms: [],
	events: [],
	logs: [],
};

const facts = (selected: number, nodes = [first, lost, waiting]): DashboardFacts => ({
	contextName: "lab",
	clock: "20:15:00",
	selected,
	nodes,
});

/** The screen as text; times of day depend on the time zone of the machine. */
const draw = (value: DashboardFacts, columns: number, rows: number): string =>
	plainText(viewDashboard(value, { columns, rows })).replaceAll(/\d\d:\d\d:\d\d/g, "hh:mm:ss");

test("80 columns and 24 rows show everything of a node", () => {
	expect(draw(facts(0), 80, 24)).toMatchInlineSnapshot(`
		"soma lab  + 192.0.2.1   x 192.0.2.2   ? 192.0.2.3                       hh:mm:ss
		node     node-1  version 4799, slot A, up 1 h 2 min
		health   ready  1 check passed
		units    failed: b.service
		load     0.50 0.25 0.13  on 2 processors
		memory   ##########..........  50 % of 1 GiB
		STATE    ###################.  95 % of 10 GiB
		slots    A 4799 good (running, boots next)   B - empty
		boot     slot A, highest priority
		── events ──────────────────────────────────────────────────────────────────────
		hh:mm:ss boot      slot A
		hh:mm:ss services  b.service failed
		── log ─────────────────────────────────────────────────────────────────────────
		hh:mm:ss a: one
		hh:mm:ss a: 日本語のとても長いログの行はどこかで切られる
		hh:mm:ss a: \\x1b[2J\\x1b[31mevil …







		q quits   ← → or tab: another node"
	`);
});

test("a live system has no slot, and says where it came from", () => {
	const live = {
		...status,
		slot: null,
		proven: null,
		live: { source: "http://boot/" },
		disk: null,
	};
	const shown = draw(facts(0, [{ ...first, status: live }]), 80, 24);
	expect(shown).toContain("node     node-1  version 4799, live from http://boot/, up 1 h 2 min");
	expect(shown).toContain("slots    none");
	const line = plainLine({ ...first, status: live });
	expect(line).toContain("ready, version 4799, live from http://boot/, failed: b.service");
});

test("a lost node keeps its last facts and says since when and why", () => {
	expect(draw(facts(1), 80, 8)).toMatchInlineSnapshot(`
		"soma lab  + 192.0.2.1   x 192.0.2.2   ? 192.0.2.3                       hh:mm:ss
		link     lost for 1 min 5 s, trying again: 192.0.2.2:7443 cannot be reached
		node     node-1  version 4799, slot A, up 1 h 2 min
		health   ready  1 check passed
		units    failed: b.service
		load     0.50 0.25 0.13  on 2 processors
		memory   ##########..........  50 % of 1 GiB
		q quits   ← → or tab: another node"
	`);
});

test("a node that never answered shows that it is tried", () => {
	expect(draw(facts(2), 60, 6)).toMatchInlineSnapshot(`
		"soma lab  + 192.0.2.1   x 192.0.2.2   ? 192.0.2.3   hh:mm:ss
		link     connecting …
		── log ─────────────────────────────────────────────────────


		q quits   ← → or tab: another node"
	`);
});

test("40 columns and 12 rows cut lines, never the screen", () => {
	expect(draw(facts(0), 40, 12)).toMatchInlineSnapshot(`
		"soma lab  + 192.0.2.1   x 192.… hh:mm:ss
		node     node-1  version 4799, slot A, …
		health   ready  1 check passed
		units    failed: b.service
		load     0.50 0.25 0.13  on 2 processors
		memory   ##########..........  50 % of …
		STATE    ###################.  95 % of …
		slots    A 4799 good (running, boots ne…
		boot     slot A, highest priority
		── log ─────────────────────────────────
		hh:mm:ss a: \\x1b[2J\\x1b[31mevil …
		q quits   ← → or tab: another node"
	`);
});

test("a tiny screen shows what matters most", () => {
	expect(draw(facts(0, [first]), 16, 4)).toMatchInlineSnapshot(`
		"soma lab  + 192…
		node     node-1…
		health   ready …
		q quits"
	`);
	expect(draw(facts(0), 1, 1)).toBe("…");
});

test("a wide screen has room for all log lines", () => {
	expect(draw(facts(0, [first]), 92, 22)).toMatchInlineSnapshot(`
		"soma lab  + 192.0.2.1                                                               hh:mm:ss
		node     node-1  version 4799, slot A, up 1 h 2 min
		health   ready  1 check passed
		units    failed: b.service
		load     0.50 0.25 0.13  on 2 processors
		memory   ##########..........  50 % of 1 GiB
		STATE    ###################.  95 % of 10 GiB
		slots    A 4799 good (running, boots next)   B - empty
		boot     slot A, highest priority
		── events ──────────────────────────────────────────────────────────────────────────────────
		hh:mm:ss boot      slot A
		hh:mm:ss services  b.service failed
		── log ─────────────────────────────────────────────────────────────────────────────────────
		hh:mm:ss a: one
		hh:mm:ss a: 日本語のとても長いログの行はどこかで切られる
		hh:mm:ss a: \\x1b[2J\\x1b[31mevil …





		q quits"
	`);
});

test("whatever nodes say, the screen has its size and no control characters", () => {
	const any = fc.string({ unit: "binary", maxLength: 40 });
	const size = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.nat(60) });
	fc.assert(
		fc.property(any, any, size, fc.nat(5), (text, name, { columns, rows }, selected) => {
			const nodes = [
				{
					...first,
					name,
					status: { ...status, hostname: text, version: text },
					failedUnits: [text],
				},
				{
					...lost,
					events: [
						{ ...(first.events[0] ?? log(1, "")), kind: text, message: name, warning: true },
					],
				},
				{ ...first, logs: [log(1, text), { ...log(2, name), identifier: text }] },
			];
			const lines = viewDashboard(facts(selected, nodes), { columns, rows });
			expect(lines).toHaveLength(rows);
			for (const line of lines) {
				expect(widthOf(line)).toBeLessThanOrEqual(columns);
				const bare = Bun.stripANSI(colouredText(line));
				expect(columnsOf(bare)).toBe(widthOf(line));
				expect([...bare].every((character) => character >= " ")).toBe(true);
			}
		}),
	);
});
