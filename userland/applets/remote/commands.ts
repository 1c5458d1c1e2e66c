import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import { slotCommands } from "../slot/commands.ts";
import { statusCommand } from "../status/command.ts";
import { updateCommands } from "../update/commands.ts";
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

/** What a command of `soma update` does elsewhere; those without a row mean this machine only. */
const remoteUpdateWork: Readonly<Record<string, () => Promise<RemoteWork>>> = {
	"soma update status": async () => (await import("./updates.ts")).showRemoteUpdate,
	"soma update history": async () => (await import("./updates.ts")).showRemoteHistory,
	"soma update why": async () => (await import("./updates.ts")).showRemoteFailure,
	"soma update apply": async () => (await import("./updates.ts")).applyRemotely,
	"soma update hold": async () => (await import("./updates.ts")).changeRemoteWishes("hold"),
	"soma update unhold": async () => (await import("./updates.ts")).changeRemoteWishes("unhold"),
	"soma update pin": async () => (await import("./updates.ts")).changeRemoteWishes("pin"),
	"soma update unpin": async () => (await import("./updates.ts")).changeRemoteWishes("unpin"),
	"soma update rollback": async () => (await import("./updates.ts")).rollBackRemotely,
};

/** The commands of `soma update`, here or elsewhere. */
export const updatesHereOrThere: readonly Command[] = updateCommands.map((command) => {
	const load = remoteUpdateWork[command.spec.name];
	return load === undefined ? command : hereOrThere(command, [], load);
});
