import { layoutRow } from "../../core/disk-layout.ts";
import { planComeBack } from "../../core/rescue/come-back.ts";
import { type Choice, menuLines } from "../../core/rescue/menu.ts";
import { isEncrypted } from "../../core/rescue/state-partition.ts";
import { prioritize } from "../../core/slot/change.ts";
import { SomaError } from "../../lib/errors.ts";
import { partitionNode } from "../../system/boot-disk.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { run, runUnchecked } from "../../system/process.ts";
import { withDisk, writeTable } from "../slot/session.ts";
import { type Look, readStateHead } from "./look.ts";

/** What a deed may use. */
export interface Means {
	readonly paths: SystemPaths;
	readonly look: Look;
	readonly report: readonly string[];
	readonly say: (...lines: readonly string[]) => void;
}

/** A command that an operator typed has to end. */
const commandTimeoutMs = 120_000;

/** Writes what makes the machine come back, then restarts it. */
export async function comeBack(means: Means): Promise<void> {
	const { paths, look, say } = means;
	const { verdicts } = look;
	if (verdicts === undefined) {
		return;
	}
	withDisk(paths, { disk: look.disk, writable: true }, (session) => {
		const plan = planComeBack(session.loaded.table, verdicts);
		if (plan.kind === "stay") {
			throw new SomaError({ code: "rescue-stays", message: plan.why });
		}
		say(plan.change.explanation);
		writeTable(session, plan.change.table, false);
		say(`coming back: slot ${plan.slot} boots next`);
	});
	await restart("reboot");
}

/** Does what an operator chose; throws a SomaError when it cannot be done. */
export async function perform(choice: Choice, means: Means): Promise<void> {
	const { paths, look, say } = means;
	switch (choice.kind) {
		case "try-slot":
			withDisk(paths, { disk: look.disk, writable: true }, (session) => {
				const change = prioritize(session.loaded.table, choice.slot, { force: true });
				writeTable(session, change.table, false);
				say(change.explanation, `restarting into slot ${choice.slot}`);
			});
			return restart("reboot");
		case "mend-state":
			return mendState(means);
		case "install":
			// Late: what reads repositories is large, and mostly not needed here.
			await (await import("./install.ts")).installRelease(means);
			return restart("reboot");
		case "command":
			return command(choice.words, means);
		case "reboot":
			say("restarting");
			return restart("reboot");
		case "power-off":
			say("powering off");
			return restart("poweroff");
		case "show":
			return say(...means.report, ...menuLines);
		case "check-again":
		case "hold":
			return; // the state machine's own business
	}
}

/** PID 1 has a hardware watchdog for a shutdown that hangs; here it is only time to say so. */
const restartPatienceMs = 180_000;

/** PID 1 stops what runs and restarts; if it does not answer, the kernel is asked directly. */
async function restart(verb: "reboot" | "poweroff"): Promise<never> {
	const systemctl = ["/usr/bin/systemctl", verb];
	const { exitCode } = await runUnchecked({ argv: systemctl, timeoutMs: 60_000 });
	if (exitCode !== 0) {
		await run({ argv: [...systemctl, "--force", "--force"], timeoutMs: 60_000 });
	}
	await Bun.sleep(restartPatienceMs);
	throw new SomaError({ code: "rescue-no-restart", message: "the machine did not restart" });
}

async function mendState({ paths, look, say }: Means): Promise<void> {
	const { index } = layoutRow("state");
	const node = look.disk === undefined ? undefined : partitionNode(paths, look.disk, index);
	if (node === undefined) {
		throw new SomaError({ code: "no-state", message: "the partition STATE is not there" });
	}
	const head = withDisk(paths, { disk: look.disk, writable: false }, ({ disk, loaded }) =>
		readStateHead(disk, loaded.table),
	);
	if (head !== undefined && isEncrypted(head)) {
		// e2fsck would find old copies of a superblock and write them over the keys.
		throw new SomaError({
			code: "state-encrypted",
			message: "STATE is encrypted: it cannot be mended here; a slot checks it at every start",
		});
	}
	const argv = ["/usr/sbin/e2fsck", "-f", "-y", node];
	const { exitCode } = await runUnchecked({ argv, onLine: say });
	const mended = 1; // bit 0: errors were corrected, e2fsck(8)
	say(exitCode <= mended ? "STATE is sound" : `e2fsck could not mend STATE (exit ${exitCode})`);
}

/** Runs a command of this very program, in a process of its own. */
async function command(words: readonly string[], { say }: Means): Promise<void> {
	const argv = [process.execPath, ...words];
	const { exitCode } = await runUnchecked({ argv, timeoutMs: commandTimeoutMs, onLine: say });
	if (exitCode !== 0) {
		say(`soma ${words.join(" ")} ended with exit code ${exitCode}`);
	}
}
