import { createInterface } from "node:readline/promises";
import { layoutRow } from "../../core/disk-layout.ts";
import { type BootEntryChange, planBootEntry } from "../../core/efi/boot-entries.ts";
import { guidFromRandom } from "../../core/gpt/guid.ts";
import { describeFinding } from "../../core/install/contents.ts";
import { type InstallPlan, planInstall, sizeOfRegion } from "../../core/install/plan.ts";
import { describeTarget, judgeTarget, type Refusal } from "../../core/install/target.ts";
import { required } from "../../lib/assert.ts";
import { viewOf } from "../../lib/bytes.ts";
import { describeError, SomaError } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/table.ts";
import { readBootEntries, writeBootEntry } from "../../system/boot-entries.ts";
import { type InstallDisk, openInstallDisk } from "../../system/install-disk.ts";
import { checkRelease, partsOf, type Release, unpack } from "../../system/signed-release.ts";
import type { Context } from "../context.ts";
import { chooseRelease } from "./choose-release.ts";
import type { InstallFlags } from "./command.ts";
import { readInstallConfig } from "./config.ts";
import { lookAtTarget, type TargetLook } from "./look.ts";
import { performInstall } from "./perform.ts";
import { InstallReport } from "./report.ts";

/** Where to, and the blocks of a file. */
export interface Place {
	readonly path: string;
	readonly fileBlockBytes: number;
}

/** Looks, refuses or asks, writes; a failure is one more event for a program. */
export async function runInstall(
	context: Context,
	flags: InstallFlags,
	place: Place,
): Promise<number> {
	const report = new InstallReport(context, styleOf(flags), () => performance.now());
	try {
		await install(context, flags, place, report);
		return 0;
	} catch (error) {
		if (!flags.json || !(error instanceof SomaError)) {
			throw error;
		}
		const { code, message, hint, facts } = error;
		report.event("failed", { code, message, hint: hint ?? null, facts });
		context.warn(describeError(error));
		return 1;
	}
}

async function install(
	context: Context,
	flags: InstallFlags,
	place: Place,
	report: InstallReport,
): Promise<void> {
	const config = flags.config === undefined ? undefined : readInstallConfig(flags.config);
	const look = await lookAtTarget(context.paths, place.path, place.fileBlockBytes);
	refuse(place.path, judgeTarget(look.facts, { wipe: flags.wipe }), report);
	const release = await chooseRelease(context.paths, flags);
	const random = (): string => guidFromRandom(context.randomBytes(16));
	const plan = planInstall({
		geometry: {
			diskSizeBytes: look.facts.sizeBytes,
			blockSizeBytes: look.facts.blockSizeBytes,
		},
		manifest: release.manifest,
		...(config === undefined ? {} : { config }),
		diskGuid: random(),
		partitionGuid: random,
		volumeId: viewOf(context.randomBytes(4)).getUint32(0, true),
	});
	announce(report, look, release, plan, config !== undefined);
	if (flags["dry-run"]) {
		showPlan(report, plan);
		return;
	}
	await confirm(flags, place.path);
	await perform(context, place, { look, release, plan }, report);
	const { version } = release.manifest;
	report.event("installed", { path: place.path, version, diskGuid: plan.table.diskGuid });
	report.say(`Soma OS ${version} is on ${place.path}.`);
	if (look.facts.kind === "disk") {
		setBootEntry(context, look, plan, report);
	}
}

interface Work {
	readonly look: TargetLook;
	readonly release: Release;
	readonly plan: InstallPlan;
}

/** Everything that writes to the disk. */
async function perform(
	context: Context,
	{ path, fileBlockBytes }: Place,
	{ look, release, plan }: Work,
	report: InstallReport,
): Promise<void> {
	let cancelled = false;
	let begun = false;
	const cancel = (): void => {
		cancelled = true;
	};
	process.on("SIGINT", cancel);
	process.on("SIGTERM", cancel);
	const checkCancelled = (): void => {
		if (cancelled) {
			throw cancelledError(path, begun);
		}
	};
	let disk: InstallDisk | undefined;
	try {
		const parts = partsOf(release.manifest);
		report.phase(
			"checking",
			parts.reduce((sum, { compressedSizeBytes }) => sum + compressedSizeBytes, 0),
		);
		await checkRelease(release, (count) => {
			checkCancelled();
			report.bytes(count);
		});
		disk = openInstallDisk(path, { writable: true, fileBlockBytes });
		refuseChanged(path, disk, look);
		await performInstall(plan, {
			disk,
			unpack: (part) => unpack(release.source, part),
			onPhase: (phase, totalBytes) => {
				begun = true;
				report.phase(phase, totalBytes);
			},
			onBytes: (count) => report.bytes(count),
			checkCancelled,
		});
		disk.tellKernel();
	} catch (error) {
		if (begun) {
			context.warn(
				`soma: ${path} holds an unfinished installation and does not boot: run the same ` +
					"command again",
			);
		}
		throw error;
	} finally {
		disk?.close();
		process.off("SIGINT", cancel);
		process.off("SIGTERM", cancel);
	}
}

function styleOf({ json }: InstallFlags): "json" | "terminal" | "log" {
	if (json) {
		return "json";
	}
	return process.stdout.isTTY ? "terminal" : "log";
}

/** All reasons at once, so that nobody has to try again for each. */
function refuse(path: string, refusals: readonly Refusal[], report: InstallReport): void {
	const [first, second] = refusals;
	if (first === undefined) {
		return;
	}
	report.event("refused", { path, refusals });
	if (second === undefined) {
		const { code, message, cure } = first;
		throw new SomaError({ code, message, hint: cure });
	}
	const reasons = refusals.map(({ message, cure }) => `\n  ${message}\n    cure: ${cure}`);
	throw new SomaError({
		code: first.code,
		message: `${path} is refused for ${refusals.length} reasons:${reasons.join("")}`,
	});
}

function announce(
	report: InstallReport,
	{ facts }: TargetLook,
	{ manifest, source }: Release,
	plan: InstallPlan,
	hasConfig: boolean,
): void {
	const { version } = manifest;
	const sizeBytes = plan.regions.reduce((sum, region) => sum + sizeOfRegion(region), 0);
	const lost = facts.findings.map(describeFinding);
	report.event("plan", { target: facts, version, source: source.place, sizeBytes, hasConfig });
	report.say(`Soma OS ${version} from ${source.place}`);
	report.say(`to ${describeTarget(facts)}, ${formatBytes(sizeBytes)} to write`);
	for (const what of lost) {
		report.say(`what goes: ${what}`);
	}
	if (hasConfig) {
		report.say("with the configuration of the first boot, readable for whoever has the disk");
	}
}

function showPlan(report: InstallReport, { begin, regions, finish }: InstallPlan): void {
	const steps = [...begin, "regions" as const, ...finish].flatMap((step) => {
		if (step === "regions") {
			const rows = regions.map((region) => {
				const { what, offsetBytes } = region;
				return { what, offsetBytes, sizeBytes: sizeOfRegion(region) };
			});
			return [...rows, { what: "flush, read everything back" }];
		}
		return step.kind === "flush"
			? [{ what: "flush" }]
			: [{ what: step.what, offsetBytes: step.offsetBytes, sizeBytes: step.bytes.length }];
	});
	report.event("dry-run", { steps });
	for (const step of steps) {
		const place = "offsetBytes" in step ? `: ${step.sizeBytes} bytes at ${step.offsetBytes}` : "";
		report.say(`  ${step.what}${place}`);
	}
}

/** Whoever sits at a terminal is asked; a program said what it wants by its flags. */
async function confirm({ yes, json }: InstallFlags, path: string): Promise<void> {
	if (yes || json || !process.stdin.isTTY || !process.stdout.isTTY) {
		return;
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		const answer = await terminal.question(`Everything on ${path} goes. Type "yes": `);
		if (answer.trim() === "yes") {
			return;
		}
	} finally {
		terminal.close();
	}
	throw cancelledError(path, false);
}

/** Between the look and the lock somebody may have changed the disk for another one. */
function refuseChanged(path: string, disk: InstallDisk, { facts }: TargetLook): void {
	if (disk.diskSizeBytes !== facts.sizeBytes || disk.blockSizeBytes !== facts.blockSizeBytes) {
		throw new SomaError({
			code: "target-changed",
			message: `${path} is another disk than a moment ago`,
			hint: "look at what is attached, then run the command again",
		});
	}
}

function cancelledError(path: string, begun: boolean): SomaError {
	return new SomaError({
		code: "install-cancelled",
		message: begun ? `the installation to ${path} was cancelled` : "nothing was written",
		...(begun ? { hint: "run the same command again" } : {}),
	});
}

/** Tells the firmware of the new system. A failure here leaves a disk that boots all the same. */
function setBootEntry(
	context: Context,
	look: TargetLook,
	{ table }: InstallPlan,
	report: InstallReport,
): void {
	const esp = required(
		table.partitions.find(({ index }) => index === layoutRow("esp").index),
		"the ESP of a new table",
	);
	const byHand =
		"the firmware finds EFI/BOOT/BOOTX64.EFI by itself if this disk is first in its boot order; " +
		"else add an entry for \\EFI\\soma\\selector.efi in its setup";
	try {
		const entries = readBootEntries(context.paths);
		if (entries === undefined) {
			report.event("boot-entry", { number: null, problem: "this system has no EFI variables" });
			report.say(`No boot entry was made, since this system has no EFI variables: ${byHand}.`);
			return;
		}
		const drive = {
			partitionIndex: esp.index,
			firstLba: esp.firstLba,
			blocks: esp.lastLba - esp.firstLba + 1,
			partitionGuid: esp.uuid,
		};
		const change: BootEntryChange = planBootEntry(entries, drive, look.formerPartitions);
		writeBootEntry(context.paths, change);
		report.event("boot-entry", { number: change.number, removed: change.removed });
		report.say("The firmware starts it at the next boot.");
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		report.event("boot-entry", { number: null, problem: error.message });
		context.warn(`warning: no boot entry was made: ${error.message}; ${byHand}`);
	}
}
