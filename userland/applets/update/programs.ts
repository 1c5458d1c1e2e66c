import { copyStartedBy, planTrialEntries } from "../../core/efi/trial-entries.ts";
import type { RepositoryRelease } from "../../core/repository/release.ts";
import {
	describeTrial,
	nextForRescue,
	nextForSelector,
	noteKnown,
	type ProgramFacts,
	type ProgramStep,
	preferenceOf,
	programPaths,
} from "../../core/update/programs.ts";
import { type ProgramsDocument, programsFile } from "../../core/update/programs-document.ts";
import type { SystemFacts } from "../../core/update/reconcile.ts";
import { nextCheckDelaySeconds } from "../../core/update/schedule.ts";
import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ProgramPorts } from "../../system/update/ports.ts";
import { keepDescribed, readDescription } from "./installed.ts";
import { dropProgramChunks, fetchProgram, type ProgramPieces } from "./program-content.ts";
import { digestOf, replaceProgram } from "./program-write.ts";
import { readPrograms, writeStateFile } from "./session.ts";

/** More than any way through the states of a trial has. */
const mostSteps = 24;

/**
 * Brings rescue and selector to what the running release has, as far as it goes in this boot. Only
 * a slot that was proven good changes what everything else starts from.
 * @param isWanted an operator asks: it is looked at again, whatever came of the last time
 */
export async function tendPrograms(ports: ProgramPorts, isWanted = false): Promise<void> {
	const facts = await ports.machine.facts();
	const { successful, unproven } = facts.slots[facts.running.slot].attributes;
	const tender = new Tender(ports, facts);
	if (!successful || unproven > 0 || !tender.isDue(isWanted)) {
		return;
	}
	await tender.tend();
}

/** Of a node whose release came from a stick, say: where it came from is not kept. */
const noSourceText =
	"rescue and selector stay as they are: this node knows no server of releases; " +
	"`soma update apply --from PLACE` brings them";

/** One run: the document, and what a look at the partition and the firmware has shown. */
class Tender {
	readonly #ports: ProgramPorts;
	readonly #system: SystemFacts;
	#document: ProgramsDocument;
	#release: RepositoryRelease | undefined;
	/** The first thing that went wrong; what does not depend on it goes on. */
	#problem: string | undefined;

	constructor(ports: ProgramPorts, system: SystemFacts) {
		this.#ports = ports;
		this.#system = system;
		this.#document = readPrograms(ports.files, (text) => this.#warn(text));
	}

	/** True in a boot, and for a release, that was not looked at; failures come back slowly. */
	isDue(isWanted: boolean): boolean {
		if (isWanted) {
			return true;
		}
		const { settled, check } = this.#document;
		const { bootId, nowSeconds, running } = this.#system;
		if (settled?.bootId === bootId && settled.rootHash === running.rootHash) {
			return false;
		}
		const elapsed = nowSeconds - check.atSeconds;
		const delay = nextCheckDelaySeconds(check.failures, this.#ports.machine.random());
		return check.failures === 0 || elapsed < 0 || elapsed >= delay;
	}

	async tend(): Promise<void> {
		await this.#try(async () => {
			this.#release = await describeRunning(this.#ports, this.#system);
		});
		const isUnknown = this.#release === undefined && this.#document.trial.kind === "none";
		await this.#try(async () => {
			if (isUnknown) {
				return; // there is nothing to compare with, and nothing under way
			}
			let facts = await this.#look();
			await this.#try(async () => {
				facts = await this.#tendRescue(facts);
			});
			await this.#tendSelector(facts);
		});
		dropProgramChunks(this.#ports);
		this.#finish();
	}

	async #try(action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			if (!(error instanceof SomaError)) {
				throw error;
			}
			if (this.#problem === undefined) {
				const isWithoutSource = error.code === "update-no-server";
				this.#problem = isWithoutSource ? noSourceText : error.message;
				const hint = isWithoutSource || error.hint === undefined ? "" : `; ${error.hint}`;
				this.#warn(`${this.#problem}${hint}`);
			}
		}
	}

	#finish(): void {
		const { bootId, nowSeconds, running } = this.#system;
		const { settled: _settled, ...document } = this.#document;
		const failures = this.#problem === undefined ? 0 : document.check.failures + 1;
		const check = { atSeconds: nowSeconds, failures, problem: this.#problem };
		const settled = failures === 0 ? { bootId, rootHash: running.rootHash } : undefined;
		this.#save({ ...document, check, settled });
	}

	/** Looks at every byte of the programs, and at what started this boot. */
	async #look(): Promise<ProgramFacts> {
		const { esp, firmware, espDrive } = this.#ports;
		const found = await esp.look(async (files) => ({
			rescue: digestOf(files, programPaths.rescue),
			first: digestOf(files, programPaths.first),
			second: digestOf(files, programPaths.second),
		}));
		const variables = firmware.read();
		const { partitionGuid } = await espDrive();
		const startedBy =
			variables && copyStartedBy(variables.entries, variables.current, partitionGuid);
		const facts: ProgramFacts = {
			wanted: this.#release?.programs,
			found,
			bootId: this.#system.bootId,
			firmware: { isThere: variables !== undefined, startedBy, isArmed: false },
		};
		this.#save(noteKnown(this.#document, facts));
		return facts;
	}

	async #tendRescue(facts: ProgramFacts): Promise<ProgramFacts> {
		const step = nextForRescue(this.#document, facts);
		return step.kind === "write" ? await this.#write(step, facts) : facts;
	}

	async #tendSelector(before: ProgramFacts): Promise<void> {
		let facts = before;
		for (let count = 0; count < mostSteps; count++) {
			const { isArmed, arm } = await this.#prefer();
			facts = { ...facts, firmware: { ...facts.firmware, isArmed } };
			const step = nextForSelector(this.#document, facts);
			switch (step.kind) {
				case "rest":
					if (step.because !== undefined) {
						throw new SomaError({ code: "selector-stays", message: step.because });
					}
					return;
				case "enter":
					this.#enter(step);
					break;
				case "write":
					facts = await this.#write(step, facts);
					break;
				case "arm":
					arm();
					break;
			}
		}
		assert(false, `an update of the selector takes fewer than ${mostSteps} steps`);
	}

	/** Has the firmware prefer the copy that is known to work, before anything else is done. */
	async #prefer(): Promise<{ readonly isArmed: boolean; readonly arm: () => void }> {
		const { firmware, espDrive } = this.#ports;
		const variables = firmware.read();
		if (variables === undefined) {
			return { isArmed: false, arm: () => assert(false, "nothing is armed without variables") };
		}
		const { trial } = this.#document;
		const plan = planTrialEntries(variables.entries, await espDrive(), preferenceOf(trial));
		const isArmed = variables.next !== undefined && variables.next === plan.trial;
		if (isArmed && trial.kind !== "arming" && trial.kind !== "waiting") {
			firmware.setNext(undefined);
		}
		if (plan.change !== undefined) {
			firmware.change(plan.change);
		}
		return { isArmed, arm: () => firmware.setNext(plan.trial) };
	}

	#enter({ trial, known, failed }: Extract<ProgramStep, { kind: "enter" }>): void {
		const { nowSeconds } = this.#system;
		if (failed !== undefined) {
			this.#warn(`selector ${failed.version} is not taken again on this node: ${failed.because}`);
		}
		this.#save({
			...this.#document,
			trial,
			...(known === undefined ? {} : { selector: known }),
			failed: [
				...this.#document.failed,
				...(failed === undefined ? [] : [{ ...failed, atSeconds: nowSeconds }]),
			],
		});
		const text = describeTrial(trial) ?? "both copies are the same";
		this.#ports.log("notice", `soma-update: selector: ${text}`);
	}

	/** Writes a program, and gives the facts with what is there now. */
	async #write(
		{ place, from, bits }: Extract<ProgramStep, { kind: "write" }>,
		facts: ProgramFacts,
	): Promise<ProgramFacts> {
		const { pieces, sizeBytes } =
			from === "release"
				? await this.#contentOfRelease(place)
				: await this.#contentOfFile(programPaths[from]);
		await this.#ports.esp.change(async (files) => {
			await replaceProgram(files, { place, pieces, sizeBytes, sha256: bits.sha256 });
		});
		const version = from === "release" ? ` ${bits.version}` : "";
		this.#ports.log("notice", `soma-update: ${programPaths[place]}${version} is written`);
		const after = { ...facts, found: { ...facts.found, [place]: bits.sha256 } };
		this.#save(noteKnown(this.#document, after));
		return after;
	}

	async #contentOfRelease(
		place: keyof typeof programPaths,
	): Promise<{ pieces: ProgramPieces; sizeBytes: number }> {
		assert(this.#release !== undefined, "only what a release describes is taken from it");
		const { sizeBytes } = this.#release.programs[place === "rescue" ? "rescue" : "selector"];
		return { pieces: await fetchProgram(this.#ports, this.#release, place), sizeBytes };
	}

	/** A copy of the selector is small. */
	async #contentOfFile(name: string): Promise<{ pieces: ProgramPieces; sizeBytes: number }> {
		const parts = await this.#ports.esp.look(async (files) =>
			Array.from(files.read(name) ?? [], (piece) => piece.slice()),
		);
		return {
			pieces: async function* pieces() {
				yield* parts;
			},
			sizeBytes: parts.reduce((sum, { length }) => sum + length, 0),
		};
	}

	#save(next: ProgramsDocument): void {
		if (JSON.stringify(next) !== JSON.stringify(this.#document)) {
			writeStateFile(this.#ports.files, programsFile, next);
			this.#document = next;
		}
	}

	#warn(text: string): void {
		this.#ports.log("warning", `soma-update: ${text}`);
	}
}

/** What the running release is made of: as STATE has it, or the repository. */
async function describeRunning(
	{ files, repository }: ProgramPorts,
	{ running }: SystemFacts,
): Promise<RepositoryRelease | undefined> {
	const kept = readDescription(files, running.rootHash);
	if (kept !== undefined) {
		return kept;
	}
	const described = await repository.findIndexes(running).catch(ignoreNoServer);
	if (described === "no-server") {
		return undefined;
	}
	if (described === undefined) {
		throw new SomaError({
			code: "repository-no-release",
			message: `the repository does not have ${running.version}, which runs here`,
			hint: "its rescue and selector are left as they are",
		});
	}
	keepDescribed(files, described);
	return described.description;
}

/** A node that takes no releases by itself keeps its programs too. */
function ignoreNoServer(error: unknown): "no-server" {
	if (error instanceof SomaError && error.code === "update-no-server") {
		return "no-server";
	}
	throw error;
}
