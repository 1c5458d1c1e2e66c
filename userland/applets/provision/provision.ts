import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { explainDone, explainWaiting } from "../../core/provision/explain.ts";
import {
	type ProvisionRecord,
	type ProvisionState,
	planBeginning,
	publicPlace,
	type RecordedSource,
} from "../../core/provision/record.ts";
import { pauseAfterMs, sayAgainMs } from "../../core/provision/schedule.ts";
import { describeSource } from "../../core/provision/source.ts";
import { describeError, SomaError } from "../../lib/errors.ts";
import type { StateStore } from "../../system/provision/state-store.ts";
import { replaceText } from "../../system/text-file.ts";
import { type Applied, type AttemptPorts, configureOnce } from "./attempt.ts";

/** What the whole of first-boot configuration reaches outside with. */
export interface ProvisionPorts extends Omit<AttemptPorts, "begin" | "chosen"> {
	readonly state: StateStore;
	/** Takes this start out of the slot's count, or puts it back. */
	readonly changeCount: (change: "give-back" | "count-again") => boolean;
	/** Says something on every console, and in the log. */
	readonly say: (lines: readonly string[]) => void;
	readonly statePath: string;
	readonly version: string;
	readonly nowMs: () => number;
	readonly random: () => number;
	readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Configures the node once, however long that takes: while its configuration is not usable it waits
 * and tries again, for ever. When this returns, the record is on the disk.
 */
export async function provision(ports: ProvisionPorts): Promise<void> {
	const startedAtSeconds = Math.floor(ports.nowMs() / 1000);
	const tell = (state: Omit<ProvisionState, "format" | "startedAtSeconds">): void =>
		writeState(ports.statePath, { format: 1, startedAtSeconds, ...state });
	let isDirty = false;
	switch (planBeginning(ports.state.facts())) {
		case "done":
			return ports.state.settle();
		case "adopt":
			return ports.state.finish(recordOf(ports, adopted));
		case "configure":
			break;
		case "clean-and-configure":
			isDirty = true;
			ports.say(["STATE is cleared, the node begins anew"]);
			break;
	}
	let source: RecordedSource | undefined;
	let lastError: SomaError | undefined;
	let place: string | undefined;
	let failedPlace: string | undefined;
	for (let attempts = 1; ; attempts++) {
		tell({ state: "running", attempts });
		try {
			if (isDirty) {
				await ports.state.clear();
				isDirty = false;
			}
			const applied = await configureOnce({
				...ports,
				begin: () => {
					ports.state.begin();
					isDirty = true;
				},
				chosen: (kind, at) => {
					source = kind;
					place = at;
				},
			});
			refuseVanished(applied, failedPlace);
			ports.changeCount("count-again");
			ports.state.finish(recordOf(ports, applied));
			tell({ state: "done", attempts, ...reasonOf(lastError) });
			ports.say([sayDone(applied), ...applied.notes]);
			return;
		} catch (error) {
			if (!(error instanceof SomaError)) {
				throw error; // a mistake of ours: that is the slot's fault, and counts
			}
			ports.changeCount("give-back");
			lastError = error;
			failedPlace = place;
			if (isDirty) {
				isDirty = !(await cleared(ports));
			}
			await wait(ports, { error, attempts, source, tell });
		}
	}
}

const adopted: Applied = { source: "adopted", place: undefined, text: undefined, notes: [] };

/** Nothing half-written stays; false when that does not work now, so that it is tried again. */
async function cleared(ports: ProvisionPorts): Promise<boolean> {
	try {
		await ports.state.clear();
		return true;
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		ports.say(describeError(error).split("\n"));
		return false;
	}
}

interface Failed {
	readonly error: SomaError;
	readonly attempts: number;
	readonly source: RecordedSource | undefined;
	readonly tell: (state: Omit<ProvisionState, "format" | "startedAtSeconds">) => void;
}

/** Says why again and again until it is time for the next attempt. */
async function wait(ports: ProvisionPorts, failed: Failed): Promise<void> {
	const { error, attempts, source, tell } = failed;
	const nextAtMs = ports.nowMs() + pauseAfterMs(attempts, ports.random());
	tell({
		state: "waiting",
		attempts,
		...reasonOf(error),
		nextAttemptAtSeconds: Math.ceil(nextAtMs / 1000),
	});
	for (let leftMs = nextAtMs - ports.nowMs(); leftMs > 0; leftMs = nextAtMs - ports.nowMs()) {
		const words = source === undefined ? undefined : describeSource(source);
		const waiting = { error, attempt: attempts, source: words, untilNextMs: leftMs };
		ports.say(explainWaiting(waiting));
		await ports.sleep(Math.min(leftMs, sayAgainMs));
	}
}

function reasonOf(error: SomaError | undefined): Pick<ProvisionState, "reason"> {
	if (error === undefined) {
		return {};
	}
	const { code, message, hint } = error;
	return { reason: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

/** A source that was there in this boot and is gone does not mean: boot without configuration. */
function refuseVanished({ source }: Applied, before: string | undefined): void {
	if (source === "none" && before !== undefined) {
		throw new SomaError({
			code: "source-vanished",
			message: `the configuration was to come from ${publicPlace(before)}, which is gone`,
			hint: "bring the source back, or switch the machine off and on to start without it",
			retryable: true,
		});
	}
}

function recordOf(ports: ProvisionPorts, applied: Applied): ProvisionRecord {
	const { source, place, text, notes } = applied;
	return {
		format: 1,
		source,
		...(place === undefined ? {} : { place: publicPlace(place) }),
		configSha256: text === undefined ? null : createHash("sha256").update(text).digest("hex"),
		atSeconds: Math.floor(ports.nowMs() / 1000),
		version: ports.version,
		...(notes.length === 0 ? {} : { notes: [...notes] }),
	};
}

function sayDone({ source, place }: Applied): string {
	return explainDone(describeSource(source), place === undefined ? undefined : publicPlace(place));
}

function writeState(path: string, state: ProvisionState): void {
	mkdirSync(dirname(path), { recursive: true });
	replaceText(path, `${JSON.stringify(state)}\n`);
}
