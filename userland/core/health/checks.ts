import type { BootRecord } from "../boot/record.ts";
import type { RunningSlot } from "../slot/running.ts";

/** The facts that local health is judged by; a text says why a fact is not known. */
export interface HealthFacts {
	/** The mount at /usr, or undefined when there is none. */
	readonly usrMount: Mount | undefined;
	/** `major:minor` of the verity device of /usr. */
	readonly usrDevice: string | { readonly problem: string };
	/** The slot under the verity device. */
	readonly runningSlot: RunningSlot;
	/** Where /usr of a live system came from; undefined when the system runs from a disk. */
	readonly liveSource: string | undefined;
	/** What the selector started, or undefined when it did not start this system. */
	readonly record: Pick<BootRecord, "slot"> | undefined;
	/** Why a file on STATE could not be written and flushed, or undefined when it could. */
	readonly stateProblem: string | undefined;
	readonly machineId: string | undefined;
	/** Undefined on a node without configuration, where there is no API. */
	readonly api?: ApiHealth | undefined;
}

/** Whether the API answers on loopback, or why it need not. */
export interface ApiHealth {
	readonly ok: boolean;
	readonly detail: string;
}

/** One line of /proc/self/mountinfo, as far as we need it. */
export interface Mount {
	/** `major:minor` of the device. */
	readonly device: string;
	readonly readOnly: boolean;
	readonly fileSystem: string;
}

/** The result of one check. */
export interface HealthCheck {
	readonly name: "usr" | "slot" | "state" | "machine-id" | "api";
	readonly ok: boolean;
	/** What was found, or what is wrong. */
	readonly detail: string;
	/** True when trying again cannot help: the system must not go on. */
	readonly fatal: boolean;
}

/** Judges the local health of a node (rules: good, bad, and neither, level 1). */
export function checkHealth(facts: HealthFacts): readonly HealthCheck[] {
	const checks = [checkUsr(facts), checkSlot(facts), checkState(facts), checkMachineId(facts)];
	const { api } = facts;
	return api === undefined ? checks : [...checks, { name: "api", fatal: false, ...api }];
}

/**
 * The mount at a directory in the text of /proc/self/mountinfo (proc_pid_mountinfo(5)); the last
 * one covers.
 */
export function findMount(mountInfo: string, directory: string): Mount | undefined {
	const mounts = mountInfo.split("\n").flatMap((line) => {
		const [left = "", right = ""] = line.split(" - ");
		const fields = left.split(" ");
		const [fileSystem = ""] = right.split(" ");
		if (fields[4] !== directory) {
			return [];
		}
		const readOnly = (fields[5] ?? "").split(",").includes("ro");
		return [{ device: fields[2] ?? "", readOnly, fileSystem }];
	});
	return mounts.at(-1);
}

function checkUsr({ usrMount, usrDevice }: HealthFacts): HealthCheck {
	if (typeof usrDevice !== "string") {
		return failed("usr", usrDevice.problem, false);
	}
	if (usrMount === undefined) {
		return failed("usr", "nothing is mounted at /usr", false);
	}
	if (usrMount.device !== usrDevice) {
		const detail =
			`/usr is mounted from device ${usrMount.device}, not from the verity device ` +
			`${usrDevice}`;
		return failed("usr", detail, true);
	}
	return usrMount.readOnly
		? passed("usr", `${usrMount.fileSystem} on the verity device ${usrDevice}, read-only`)
		: failed("usr", "/usr is mounted writable", true);
}

function checkSlot({ runningSlot, record, liveSource }: HealthFacts): HealthCheck {
	if (liveSource !== undefined) {
		return passed("slot", `none: a live system from ${liveSource}`);
	}
	if ("problem" in runningSlot) {
		return failed("slot", runningSlot.problem, runningSlot.contradiction);
	}
	const witness = record === undefined ? "not started by the selector" : "as the selector named";
	return passed("slot", `${runningSlot.slot}, ${witness}`);
}

function checkState({ stateProblem }: HealthFacts): HealthCheck {
	return stateProblem === undefined
		? passed("state", "writable")
		: failed("state", stateProblem, false);
}

function checkMachineId({ machineId }: HealthFacts): HealthCheck {
	if (machineId === undefined) {
		return failed("machine-id", "/etc/machine-id does not exist", false);
	}
	return /^[0-9a-f]{32}$/.test(machineId)
		? passed("machine-id", machineId)
		: failed(
				"machine-id",
				`/etc/machine-id holds "${machineId}", not 32 hexadecimal digits`,
				false,
			);
}

function passed(name: HealthCheck["name"], detail: string): HealthCheck {
	return { name, ok: true, detail, fatal: false };
}

function failed(name: HealthCheck["name"], detail: string, fatal: boolean): HealthCheck {
	return { name, ok: false, detail, fatal };
}
