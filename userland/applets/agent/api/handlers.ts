import { watchEvents } from "./events.ts";
import { getConfiguration, getIdentity, renewCertificate, updateTrust } from "./identity.ts";
import { readLogs } from "./logs.ts";
import { getMemory, listDisks, listProcesses } from "./machine.ts";
import type { ApiPorts, NodeHandlers } from "./ports.ts";
import { reboot, reset, shutdown } from "./power.ts";
import { listServices } from "./services.ts";
import { shell } from "./shell.ts";
import { changeSlot, listSlots } from "./slots.ts";
import { getStatus, watchStatus } from "./status.ts";
import { supportBundle } from "./support-bundle.ts";
import { applyUpdate, changeUpdateWishes, getUpdate, rollBack } from "./update.ts";

/** What answers each call. */
export function nodeHandlers(ports: ApiPorts): NodeHandlers {
	return {
		GetStatus: getStatus(ports),
		WatchStatus: watchStatus(ports),
		ListSlots: listSlots(ports),
		ChangeSlot: changeSlot(ports),
		GetUpdate: getUpdate(ports),
		ChangeUpdateWishes: changeUpdateWishes(ports),
		ApplyUpdate: applyUpdate(ports),
		RollBack: rollBack(ports),
		ListServices: listServices(ports),
		ReadLogs: readLogs(ports),
		ListProcesses: listProcesses(ports),
		GetMemory: getMemory(ports),
		ListDisks: listDisks(ports),
		WatchEvents: watchEvents(ports),
		Reboot: reboot(ports),
		Shutdown: shutdown(ports),
		Reset: reset(ports),
		SupportBundle: supportBundle(ports),
		GetConfiguration: getConfiguration(ports),
		GetIdentity: getIdentity(ports),
		RenewCertificate: renewCertificate(ports),
		UpdateTrust: updateTrust(ports),
		Shell: shell(ports),
	};
}
