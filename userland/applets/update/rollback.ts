import { randomUUID } from "node:crypto";
import type { SlotName } from "../../core/disk-layout.ts";
import { clear, prioritize } from "../../core/slot/change.ts";
import { otherSlot, readSlots } from "../../core/slot/disk.ts";
import type { HistoryEntry, UpdateDocument } from "../../core/update/document.ts";
import type { Phase } from "../../core/update/phase.ts";
import { decide, reconcile, type SystemFacts } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { runUnchecked } from "../../system/process.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { UpdateFiles } from "../../system/update/ports.ts";
import type { Work } from "../command.ts";
import type { Context } from "../context.ts";
import { withDisk, writeTable } from "../slot/session.ts";
import { lockUpdates } from "./agent.ts";
import { readSystemFacts, updateMachine } from "./machine.ts";
import { takenBack } from "./reconsider.ts";
import { restartingLine } from "./restarting.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { rollbackSpec } from "./specs.ts";

/**
 * `soma update rollback`. That the release is refused is on STATE before the other slot is
 * preferred: a power cut in between leaves a node that stays where it is, and never one that comes
 * back by itself to what an operator left.
 */
export const rollback: Work<typeof rollbackSpec> = async (context, { flags }) => {
	const { paths } = context;
	const files = updateFiles(paths.update);
	if (flags["dry-run"]) {
		const facts = readSystemFacts(paths);
		const unstarted = unstartedIn(readDocument(files, context.warn), facts);
		context.print(describeTarget(paths, facts, unstarted));
		return 0;
	}
	// What the agent does now is of no use any more; whatever ends it, the next run goes on there.
	await runUnchecked({ argv: ["systemctl", "stop", "soma-update.service"] });
	const unlock = await lockUpdates(paths);
	try {
		const facts = readSystemFacts(paths);
		const unstarted = unstartedIn(readDocument(files, context.warn), facts);
		if (unstarted !== undefined) {
			takeBack(context, files, unstarted, facts);
			return 0;
		}
		const target = requireTarget(paths, facts);
		files.exclusively(() => {
			const document = readDocument(files, context.warn);
			writeDocument(files, decide(document, entryOf(facts, target)));
		});
		withDisk(paths, { disk: undefined, writable: true }, (session) => {
			const { table } = prioritize(session.loaded.table, target.slot, { force: false });
			return writeTable(session, table, false);
		});
		context.print(`${target.version} in slot ${target.slot} is preferred`);
		if (!flags["no-restart"]) {
			context.print(restartingLine);
			await updateMachine(context).restart();
		}
		return 0;
	} finally {
		unlock();
	}
};

/** A release that lies in the other slot, whole or in part, and was never started. */
function unstartedIn(
	{ phase }: UpdateDocument,
	facts: SystemFacts,
): Extract<Phase, { kind: "writing" }> | undefined {
	const settled = reconcile(phase, facts).phase;
	return settled.kind === "proving" ? undefined : takenBack(settled);
}

/** There is nothing to go back from: what runs stays, and what was to come does not. */
function takeBack(
	context: Context,
	files: UpdateFiles,
	unstarted: Extract<Phase, { kind: "writing" }>,
	facts: SystemFacts,
): void {
	const { paths, warn } = context;
	const { release, slot } = unstarted;
	files.exclusively(() => {
		const document = readDocument(files, warn);
		const because = "an operator took it back before it was started";
		const refused = [...document.refused, { ...release, because }];
		const { problem: _problem, ...noted } = document.check;
		const check = { ...noted, failures: 0, standing: `${release.version}: ${because}` };
		writeDocument(files, { ...document, refused, check, phase: unstarted });
	});
	withDisk(paths, { disk: undefined, writable: true }, (session) => {
		const uuids = [randomUUID(), randomUUID(), randomUUID()] as const;
		const options = { force: true };
		const { table } = clear(session.loaded.table, slot, facts.running.slot, uuids, options);
		return writeTable(session, table, false);
	});
	files.exclusively(() => {
		writeDocument(files, { ...readDocument(files, warn), phase: { kind: "idle" } });
	});
	context.print(
		`${release.version} was not started yet: slot ${slot} is empty now, and ${release.version} ` +
			"is not taken again by itself",
	);
}

function describeTarget(
	paths: SystemPaths,
	facts: SystemFacts,
	unstarted: ReturnType<typeof unstartedIn>,
): string {
	if (unstarted !== undefined) {
		const { release, slot } = unstarted;
		return `would empty slot ${slot}: ${release.version} was not started yet`;
	}
	const { slot, version } = requireTarget(paths, facts);
	return `would start ${version} from slot ${slot}`;
}

interface Target {
	readonly slot: SlotName;
	readonly version: string;
	readonly rootHash: string | undefined;
}

/** The other slot, if it can be started. @throws SomaError `rollback-impossible` */
function requireTarget(paths: SystemPaths, { running }: SystemFacts): Target {
	const slot = otherSlot(running.slot);
	const found = withDisk(paths, { disk: undefined, writable: false }, ({ loaded }) =>
		readSlots(loaded.table).find(({ name }) => name === slot),
	);
	if (found?.version === undefined || found.ineligible !== undefined) {
		throw new SomaError({
			code: "rollback-impossible",
			message: `slot ${slot} cannot be started: ${found?.ineligible ?? "it is empty"}`,
			hint: "`soma update apply VERSION --force` takes any release of the repository",
		});
	}
	return { slot, version: found.version, rootHash: found.rootHash };
}

function entryOf({ running, nowSeconds }: SystemFacts, target: Target): HistoryEntry {
	return {
		release: { version: running.version, rootHash: running.rootHash },
		from: { version: target.version, rootHash: target.rootHash ?? "0".repeat(64) },
		outcome: "rolled-back",
		class: "operator",
		because: `an operator went back to ${target.version}`,
		evidence: [],
		committedAtSeconds: nowSeconds,
		decidedAtSeconds: nowSeconds,
		reported: false,
	};
}
