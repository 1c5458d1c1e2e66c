import { agentCommand } from "./applets/agent/command.ts";
import { completionCommand } from "./applets/completion/command.ts";
import { configCommands } from "./applets/config/commands.ts";
import { contextCommands } from "./applets/context/commands.ts";
import type { Command, CommandGroup } from "./applets/context.ts";
import { crashListCommand } from "./applets/crash/list.ts";
import { dashboardCommand } from "./applets/dashboard/command.ts";
import { helpCommand } from "./applets/help/command.ts";
import { wordsOf } from "./applets/help/overview.ts";
import { installCommand } from "./applets/install/command.ts";
import { liveCommands } from "./applets/live/commands.ts";
import { pkiCommands } from "./applets/pki/commands.ts";
import { provisionCommand } from "./applets/provision/command.ts";
import { pxeServeCommand } from "./applets/pxe/command.ts";
import { releaseCommands } from "./applets/release/commands.ts";
import {
	changingCommands,
	slotsHereOrThere,
	statusHereOrThere,
	updatesHereOrThere,
	watchingCommands,
} from "./applets/remote/commands.ts";
import { rescueCommand } from "./applets/rescue/command.ts";
import { updateUnitCommands } from "./applets/update/commands.ts";
import { versionCommand } from "./applets/version.ts";

/**
 * Every command, by what it is for, in the order of the help text. Modules that are big (gRPC,
 * X.509, YAML) are imported by the commands when they run, never here: `soma version` stays fast.
 */
export const commandGroups: readonly CommandGroup[] = [
	{
		title: "Looking at nodes",
		commands: [statusHereOrThere, dashboardCommand, ...watchingCommands, crashListCommand],
	},
	{ title: "Changing nodes", commands: changingCommands },
	{ title: "Slots", commands: slotsHereOrThere },
	{ title: "Updates of nodes", commands: updatesHereOrThere },
	{ title: "New machines", commands: [installCommand] },
	{ title: "Configurations of nodes", commands: configCommands },
	{ title: "Clusters that this machine knows", commands: contextCommands },
	{ title: "Authorities of a cluster", commands: pkiCommands },
	{ title: "Releases", commands: releaseCommands },
	{ title: "Booting machines", commands: [pxeServeCommand] },
	{
		title: "This program",
		commands: [helpCommand(() => commandGroups), completionCommand(() => commands), versionCommand],
	},
	{
		title: "Programs of a node",
		commands: [
			agentCommand,
			...updateUnitCommands,
			provisionCommand,
			rescueCommand,
			...liveCommands,
		],
	},
];

/** Every command by the words that start it: `slot list`; `soma-agent` is `agent` here. */
export const commands: ReadonlyMap<string, Command> = new Map(
	commandGroups.flatMap(({ commands: members }) =>
		members.map((command) => [wordsOf(command), command] as const),
	),
);
