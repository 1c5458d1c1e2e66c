import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import {
	applySpec,
	giveUpSpec,
	historySpec,
	holdSpec,
	pinSpec,
	proveSpec,
	rollbackSpec,
	runSpec,
	shareSpec,
	statusSpec,
	unholdSpec,
	unpinSpec,
	whySpec,
	writeSpec,
} from "./specs.ts";

/** The commands of `soma update`, in the order of the help text. */
export const updateCommands: readonly Command[] = [
	lateCommand(statusSpec, async () => (await import("./show.ts")).status),
	lateCommand(historySpec, async () => (await import("./show.ts")).history),
	lateCommand(whySpec, async () => (await import("./show.ts")).why),
	lateCommand(applySpec, async () => (await import("./apply.ts")).apply),
	lateCommand(writeSpec, async () => (await import("./offline.ts")).write),
	lateCommand(holdSpec, async () => (await import("./wishes.ts")).hold),
	lateCommand(unholdSpec, async () => (await import("./wishes.ts")).unhold),
	lateCommand(pinSpec, async () => (await import("./wishes.ts")).pin),
	lateCommand(unpinSpec, async () => (await import("./wishes.ts")).unpin),
	lateCommand(rollbackSpec, async () => (await import("./rollback.ts")).rollback),
];

/** What the units of a node run. */
export const updateUnitCommands: readonly Command[] = [
	lateCommand(runSpec, async () => (await import("./run.ts")).run),
	lateCommand(shareSpec, async () => (await import("./share.ts")).share),
	lateCommand(proveSpec, async () => (await import("./prove.ts")).prove),
	lateCommand(giveUpSpec, async () => (await import("./give-up.ts")).giveUp),
];
