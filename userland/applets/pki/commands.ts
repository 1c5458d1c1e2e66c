import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import {
	listSpec,
	newSpec,
	operatorSpec,
	revokeSpec,
	rotateSpec,
	showSpec,
	ticketSpec,
	trustSpec,
} from "./specs.ts";

/** The commands of `soma pki`, in the order of the help text. */
export const pkiCommands: readonly Command[] = [
	lateCommand(newSpec, async () => (await import("./new.ts")).runNew),
	lateCommand(operatorSpec, async () => (await import("./operator.ts")).runOperator),
	lateCommand(ticketSpec, async () => (await import("./ticket.ts")).runTicket),
	lateCommand(showSpec, async () => (await import("./show.ts")).runShow),
	lateCommand(listSpec, async () => (await import("./list.ts")).runList),
	lateCommand(revokeSpec, async () => (await import("./revoke.ts")).runRevoke),
	lateCommand(rotateSpec, async () => (await import("./rotate.ts")).runRotate),
	lateCommand(trustSpec, async () => (await import("./trust.ts")).runTrust),
];
