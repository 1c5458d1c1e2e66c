import { markBad, markGood } from "../../core/slot/change.ts";
import { giveBack } from "../../core/slot/count.ts";
import type { Attempt } from "../../core/update/phase.ts";
import { type ClusterWord, judgeProof, type Proof } from "../../core/update/prove.ts";
import type { SystemFacts } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import { findUsrDevice } from "../../system/boot-disk.ts";
import { readBootRecord } from "../../system/efi-vars.ts";
import { log } from "../../system/log.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import { notify } from "../../system/notify.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { run, runUnchecked } from "../../system/process.ts";
import { noteAttempt } from "../../system/update/evidence.ts";
import { updateFiles } from "../../system/update/files.ts";
import { hasNetwork } from "../../system/update/network.ts";
import type { Work } from "../command.ts";
import type { Context } from "../context.ts";
import { withDisk, writeTable } from "../slot/session.ts";
import { readSystemFacts } from "./machine.ts";
import { readDocument } from "./session.ts";
import type { proveSpec } from "./specs.ts";

const networkPollMs = 500;
const wordPollMs = 5000;
const wordTimeoutMs = 30_000;

/**
 * `soma update prove`: runs when local health is good, and ends when this boot is. A new slot is
 * also asked for its network and for the word of the cluster; the deadline judges it meanwhile,
 * unless nobody can be blamed.
 */
export const prove: Work<typeof proveSpec> = async (context) => {
	const { paths } = context;
	if ("live" in findUsrDevice(paths)) {
		context.print("soma: live system healthy");
		await stopDeadline();
		notify("READY=1\nSTATUS=a live system, healthy");
		return 0;
	}
	const facts = readSystemFacts(paths);
	const attempt = attemptOf(paths, facts);
	let isPatient = false;
	let told = "";
	for (;;) {
		const proof = await lookAround(paths, attempt);
		switch (proof.kind) {
			case "good":
				changeSlot(paths, (table) => markGood(table, facts.running.slot).table);
				await stopDeadline();
				context.print(`soma: slot ${facts.running.slot} proven good`);
				notify(`READY=1\nSTATUS=slot ${facts.running.slot} is proven good`);
				return 0;
			case "give-up":
				return await giveUpNow(context, facts, proof);
			case "wait":
				if (proof.because !== told) {
					told = proof.because;
					log("notice", `soma-update: not proven yet: ${proof.because}`);
				}
				if (proof.isPatient && !isPatient) {
					isPatient = true;
					await stopDeadline();
					returnStart(paths);
					log("notice", "soma-update: this start does not count, and there is no deadline");
					notify(`READY=1\nSTATUS=not proven yet: ${proof.because}`);
				}
				await Bun.sleep(proof.isPatient ? wordPollMs : networkPollMs);
		}
	}
};

/** The update that this boot is the trial of; undefined on a slot that was proven, or installed. */
export function attemptOf(paths: SystemPaths, facts: SystemFacts): Attempt | undefined {
	const { running, slots, nowSeconds } = facts;
	if (slots[running.slot].attributes.successful) {
		return undefined;
	}
	const { phase } = readDocument(updateFiles(paths.update), (text) => log("warning", text));
	if (phase.kind === "restarting" || phase.kind === "proving") {
		return phase.release.rootHash === running.rootHash ? phase : undefined;
	}
	// The commit was written, and the power went before that was noted.
	return phase.kind === "writing" && phase.release.rootHash === running.rootHash
		? {
				release: phase.release,
				slot: phase.slot,
				from: phase.release,
				committedAtSeconds: nowSeconds,
				committedInBoot: "",
				hadNetwork: false,
			}
		: undefined;
}

async function lookAround(paths: SystemPaths, attempt: Attempt | undefined): Promise<Proof> {
	if (attempt === undefined) {
		return { kind: "good" };
	}
	return judgeProof({
		isNew: true,
		hadNetwork: attempt.hadNetwork,
		hasNetwork: hasNetwork(paths),
		word: await askOperator(paths),
	});
}

/** The operator's command: 0 is yes, 1 is no, and anything else is no answer. */
async function askOperator(paths: SystemPaths): Promise<ClusterWord | undefined> {
	const argv = readNodeConfig(paths)?.update.proveCommand;
	if (argv === undefined || argv.length === 0) {
		return undefined;
	}
	try {
		const { exitCode, stdout, stderr } = await runUnchecked({ argv, timeoutMs: wordTimeoutMs });
		const because = (stdout.trim() || stderr.trim()).split("\n").at(-1) || "it gives no reason";
		if (exitCode === 0) {
			return { kind: "yes" };
		}
		return exitCode === 1
			? { kind: "no", because }
			: { kind: "silent", because: `${argv[0]} ended with ${exitCode}: ${because}` };
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		return { kind: "silent", because: error.message };
	}
}

/** The release was refused: there is no use in trying it again. */
async function giveUpNow(
	{ paths }: Context,
	{ running, bootId, nowSeconds }: SystemFacts,
	proof: Extract<Proof, { kind: "give-up" }>,
): Promise<number> {
	const { rootHash, slot } = running;
	const { because } = proof;
	log("error", `soma-update: ${running.version} gives way: ${because}`);
	noteAttempt(paths, { bootId, rootHash, atSeconds: nowSeconds, class: proof.class, because });
	changeSlot(paths, (table) => markBad(table, slot, { force: false }).table);
	await run({ argv: ["systemctl", "--no-block", "reboot"] });
	notify(`READY=1\nSTATUS=gives way: ${because}`); // it has done what it is for
	return 0;
}

type Table = Parameters<typeof markGood>[0];

function changeSlot(paths: SystemPaths, change: (table: Table) => Table | undefined): void {
	withDisk(paths, { disk: undefined, writable: true }, (session) => {
		const table = change(session.loaded.table);
		return table === undefined ? [] : writeTable(session, table, false);
	});
}

/** This start does not count, however often the power goes while nobody answers. */
function returnStart(paths: SystemPaths): void {
	const record = readBootRecord(paths);
	if (!("problem" in record) && record.slot !== "rescue") {
		const { slot, before, after } = record;
		const count = { slot, before: before[slot], after: after[slot] };
		changeSlot(paths, (table) => giveBack(table, count));
	}
}

async function stopDeadline(): Promise<void> {
	await runUnchecked({ argv: ["systemctl", "stop", "soma-deadline.timer"] });
}
