import type { CommandSpec } from "../../lib/flags.ts";
import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import { targetFlags } from "../remote/target-flags.ts";

export const dashboardSpec = {
	name: "soma dashboard",
	summary: "Shows nodes live in the terminal: boot, slots, health, load, rooms, events, logs.",
	details:
		"Left, right and tab change the node, q ends it. A lost node is tried again, and says since\n" +
		"when. Without a terminal it prints a line for each node when something changed.",
	flags: {
		once: { kind: "switch", help: "Print what there is once, and end." },
		json: { kind: "switch", help: "Print a JSON line for each node when something changed." },
		node: targetFlags.node,
		context: targetFlags.context,
	},
} as const satisfies CommandSpec;

/** `soma dashboard`. */
export const dashboardCommand: Command = lateCommand(
	dashboardSpec,
	async () => (await import("./run.ts")).runDashboard,
);
