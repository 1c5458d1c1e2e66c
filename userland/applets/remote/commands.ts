import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import { slotCommands } from "../slot/commands.ts";
import { statusCommand } from "../status/command.ts";
import { hereOrThere, type RemoteWork } from "./here-or-there.ts";
import {
	configurationSpec,
	disksSpec,
	eventsSpec,
	identitySpec,
	logsSpec,
	memorySpec,
	processesSpec,
	rebootSpec,
	resetSpec,
	servicesSpec,
	shellSpec,
	shutdownSpec,
	supportSpec,
} from "./specs.ts";

/** The commands that look at nodes. */
export const watchingCommands: readonly Command[] = [
	lateCommand(servicesSpec, async () => (await import("./services.ts")).showServices),
	lateCommand(logsSpec, async () => (await import("./logs.ts")).showLogs),
	lateCommand(eventsSpec, async () => (await import("./events.ts")).showEvents),
	lateCommand(processesSpec, async () => (await import("./processes.ts")).showProcesses),
	lateCommand(memorySpec, async () => (await import("./memory.ts")).showMemory),
	lateCommand(disksSpec, async () => (await import("./disks.ts")).showDisks),
	lateCommand(identitySpec, async () => (await import("./identity.ts")).showIdentity),
	lateCommand(configurationSpec, async () => (await import("./identity.ts")).showConfiguration),
	lateCommand(supportSpec, async () => (await import("./support.ts")).fetchSupport),
];

/** The commands that change nodes. */
export const changingCommands: readonly Command[] = [
	lateCommand(rebootSpec, async () => (await import("./power.ts")).reboot),
	lateCommand(shutdownSpec, async () => (await import("./power.ts")).shutDown),
	lateCommand(resetSpec, async () => (await import("./power.ts")).reset),
	lateCommand(shellSpec, async () => (await import("./shell.ts")).openShell),
];

/** `soma status`, here or elsewhere. */
export const statusHereOrThere: Command = hereOrThere(
	statusCommand,
	[],
	async () => (await import("./status.ts")).showRemoteStatus,
);

/** What a command of `soma slot` does elsewhere; those without a row mean this machine only. */
const remoteSlotWork: Readonly<Record<string, () => Promise<RemoteWork>>> = {
	"soma slot list": async () => (await import("./slots.ts")).showRemoteSlots,
	"soma slot show": async () => (await import("./slots.ts")).showRemoteSlots,
	"soma slot mark-good": async () => (await import("./slots.ts")).changeRemoteSlot("mark-good"),
	"soma slot mark-bad": async () => (await import("./slots.ts")).changeRemoteSlot("mark-bad"),
	"soma slot prioritize": async () => (await import("./slots.ts")).changeRemoteSlot("prioritize"),
};

/** The commands of `soma slot`, here or elsewhere. */
export const slotsHereOrThere: readonly Command[] = slotCommands.map((command) => {
	const load = remoteSlotWork[command.spec.name];
	return load === undefined ? command : hereOrThere(command, ["disk", "dry-run"], load);
});
