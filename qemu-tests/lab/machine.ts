import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { required } from "../../userland/lib/assert.ts";
import { keepArtefacts } from "./artefacts.ts";
import { type Channel, openChannel } from "./channel.ts";
import { smbiosStrings } from "./credentials.ts";
import { prepareDisk } from "./disks.ts";
import { prepareFirmware } from "./firmware.ts";
import { type Hand, type OwnedHand, openHand } from "./hand.ts";
import { ensureHandDisk, handCredentials, handDiskSpec } from "./hand-disk.ts";
import { kvmWorks } from "./host.ts";
import type { MachineSpec } from "./machine-spec.ts";
import { type LabProcess, startLabProcess } from "./processes.ts";
import { type DiskFile, qemuArgv } from "./qemu-argv.ts";
import { type OwnedQmp, openQmp, type Qmp, type QmpEvent } from "./qmp.ts";
import { type OwnedSerial, openSerial, type Serial } from "./serial.ts";
import { snapshotJob } from "./snapshots.ts";
import { openStatusFeed, type StatusFeed } from "./status-feed.ts";
import { timeouts } from "./timeouts.ts";
import { startTpm, type Tpm } from "./tpm.ts";
import { makeWorkDirectory, removeWorkDirectory } from "./work-directory.ts";

/** A running virtual machine. It dies with the program that started it. */
export interface Machine {
	readonly spec: MachineSpec;
	/**
	 * Private directory with logs, overlays and firmware variables; gone after {@link
	 * Machine.stop}.
	 */
	readonly directory: string;
	readonly serial: Serial;
	readonly qmp: Qmp;
	readonly hand: Hand;
	readonly status: StatusFeed;
	/** The process id of QEMU, or undefined while the power is off. */
	pid(): number | undefined;
	/**
	 * The file that holds a disk of this machine, for a look from outside while the power is off.
	 */
	disk(id: string): DiskFile;
	waitForEvent(name: string, timeoutMs?: number): Promise<QmpEvent>;
	/**
	 * SIGKILL: the power is gone at this instant. What QEMU had written to its files stays (the
	 * host's page cache survives); what it held back in its own qcow2 metadata cache is lost, as
	 * with the write cache of a real disk.
	 */
	powerCut(): Promise<void>;
	/**
	 * Power on again, on the same disks and variables; with a snapshot name the machine goes on
	 * from there. Entries of fw_cfg replace those of the description for this start.
	 */
	powerOn(options?: PowerOnOptions): Promise<void>;
	/** The reset button. */
	reset(): Promise<void>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	/** Keeps memory, devices and disks under a name; the machine goes on. */
	saveSnapshot(name: string): Promise<void>;
	/** Goes back to a snapshot; the machine runs afterwards. */
	loadSnapshot(name: string): Promise<void>;
	/** The power button; resolves when the guest has powered off. */
	powerOff(timeoutMs?: number): Promise<void>;
	/** Asks the guest's PID 1, through the hand, to power off, and waits for it. */
	shutDown(timeoutMs?: number): Promise<void>;
	/** Ends QEMU and removes the machine's directory. */
	stop(): Promise<void>;
	/** Copies logs and overlays to the cache and gives the path. */
	keepArtefacts(error: unknown): string;
}

export interface PowerOnOptions {
	readonly snapshot?: string;
	readonly firmwareConfig?: Readonly<Record<string, string>>;
}

interface Connections {
	readonly qmp: Channel;
	readonly serial: Channel;
	readonly status: Channel;
	readonly hand: Channel;
}

/** Completes a description: the hand brings a disk and units of its own. */
async function completeSpec(spec: MachineSpec): Promise<MachineSpec> {
	if (spec.hand !== true) {
		return spec;
	}
	return {
		...spec,
		disks: [...spec.disks, handDiskSpec(await ensureHandDisk())],
		credentials: [...(spec.credentials ?? []), ...handCredentials()],
	};
}

function writeSmbiosStrings(spec: MachineSpec, directory: string): string[] {
	return smbiosStrings(spec.credentials ?? []).map((text, index) => {
		const path = join(directory, `smbios-${index}.txt`);
		writeFileSync(path, text);
		return path;
	});
}

function writeFirmwareConfig(
	entries: Readonly<Record<string, string>>,
	directory: string,
): Record<string, string> {
	const files = Object.entries(entries).map(([name, text], index) => {
		const path = join(directory, `fw-cfg-${index}`);
		writeFileSync(path, text);
		return [name, path] as const;
	});
	return Object.fromEntries(files);
}

/** Makes a machine and switches it on, unless its description says that it starts off. */
export async function startMachine(description: MachineSpec): Promise<Machine> {
	const spec = await completeSpec(description);
	const directory = makeWorkDirectory();
	const connections: Connections = {
		qmp: await openChannel(join(directory, "qmp")),
		serial: await openChannel(join(directory, "serial")),
		status: await openChannel(join(directory, "status")),
		hand: await openChannel(join(directory, "hand")),
	};
	const machine = new RunningMachine(spec, directory, connections);
	try {
		await machine.prepareDisks();
		if (spec.startsOff !== true) {
			await machine.powerOn();
		}
	} catch (error) {
		await machine.stop();
		throw error;
	}
	return machine;
}

/**
 * Runs a test on a machine and stops it whatever happens. When the test fails, what the machine
 * leaves is kept and the error names the place.
 */
export async function withMachine<T>(
	spec: MachineSpec,
	body: (machine: Machine) => Promise<T>,
): Promise<T> {
	const machine = await startMachine(spec);
	try {
		return await body(machine);
	} catch (error) {
		const kept = machine.keepArtefacts(error);
		if (error instanceof Error) {
			error.message += `\n  what the machine left: ${kept}`;
		}
		throw error;
	} finally {
		await machine.stop();
	}
}

class RunningMachine implements Machine {
	readonly spec: MachineSpec;
	readonly directory: string;
	readonly serial: OwnedSerial;
	readonly qmp: OwnedQmp;
	readonly hand: OwnedHand;
	readonly status: StatusFeed;
	readonly #connections: Connections;
	#process: LabProcess | undefined;
	#tpm: Tpm | undefined;
	readonly #disks: Record<string, DiskFile> = {};

	constructor(spec: MachineSpec, directory: string, connections: Connections) {
		this.spec = spec;
		this.directory = directory;
		this.#connections = connections;
		this.serial = openSerial(spec.name, connections.serial, join(directory, "serial.log"));
		this.hand = openHand(spec.name, connections.hand);
		this.status = openStatusFeed(spec.name, connections.status);
		this.qmp = openQmp(spec.name, connections.qmp, join(directory, "qmp.log"), (event) => {
			if (event.event === "RESET") {
				this.hand.reset();
				this.status.reset();
			}
		});
	}

	pid(): number | undefined {
		return this.#process?.pid;
	}

	disk(id: string): DiskFile {
		return required(this.#disks[id], `disk ${id} of ${this.spec.name}`);
	}

	waitForEvent(name: string, timeoutMs: number = timeouts.serialMs): Promise<QmpEvent> {
		return this.qmp.waitForEvent(name, { timeoutMs });
	}

	async prepareDisks(): Promise<void> {
		for (const disk of this.spec.disks) {
			this.#disks[disk.id] = await prepareDisk(disk, this.directory);
		}
	}

	async powerOn(options: PowerOnOptions = {}): Promise<void> {
		const { spec, directory } = this;
		const firmware = await prepareFirmware(spec, directory);
		const { qmp, serial, status, hand } = this.#connections;
		await this.#tpm?.process.exited; // of the last power-on: one state, one TPM
		this.#tpm = spec.tpm === true ? await startTpm(directory) : undefined;
		const argv = qemuArgv(spec, {
			kvm: kvmWorks(),
			sockets: { qmp: qmp.path, serial: serial.path, status: status.path, hand: hand.path },
			...(firmware === undefined ? {} : { firmware }),
			...(this.#tpm === undefined ? {} : { tpmSocket: this.#tpm.socket }),
			disks: this.#disks,
			smbiosStrings: writeSmbiosStrings(spec, directory),
			firmwareConfig: writeFirmwareConfig(
				options.firmwareConfig ?? spec.firmwareConfig ?? {},
				directory,
			),
			// The event of the first RESET must not come before QMP listens, nor a snapshot be
			// overtaken.
			startPaused: true,
		});
		writeFileSync(join(directory, "qemu-argv.json"), `${JSON.stringify(argv, null, "\t")}\n`);
		const child = startLabProcess(argv);
		this.#process = child;
		void child.exited.then(() => this.#ended(child));
		await this.qmp.ready();
		if (options.snapshot !== undefined) {
			await this.loadSnapshot(options.snapshot);
		} else {
			await this.resume();
		}
	}

	#ended(child: LabProcess): void {
		if (this.#process !== child) {
			return;
		}
		this.#process = undefined;
		const reason = `QEMU has ended ${child.output().trim()}`.trim();
		for (const part of [this.serial, this.qmp, this.hand, this.status]) {
			part.fail(reason);
		}
	}

	async powerCut(): Promise<void> {
		await this.#process?.kill();
		this.hand.reset();
		this.status.reset();
		this.qmp.forgetEvents();
	}

	async reset(): Promise<void> {
		await this.qmp.execute("system_reset");
	}

	async pause(): Promise<void> {
		await this.qmp.execute("stop");
	}

	async resume(): Promise<void> {
		await this.qmp.execute("cont");
	}

	async saveSnapshot(name: string): Promise<void> {
		await snapshotJob(this.spec, this.qmp, "snapshot-save", name);
	}

	async loadSnapshot(name: string): Promise<void> {
		await snapshotJob(this.spec, this.qmp, "snapshot-load", name);
		this.serial.mark();
		await this.resume();
	}

	async shutDown(timeoutMs: number = timeouts.powerOffMs): Promise<void> {
		await this.hand.run("systemctl --no-block poweroff");
		await this.waitForEvent("SHUTDOWN", timeoutMs);
		await this.#quit();
	}

	async powerOff(timeoutMs: number = timeouts.powerOffMs): Promise<void> {
		await this.qmp.execute("system_powerdown");
		await this.waitForEvent("SHUTDOWN", timeoutMs);
		await this.#quit();
	}

	/** Ends QEMU in order, so that its qcow2 files are complete. */
	async #quit(): Promise<void> {
		const child = this.#process;
		if (child === undefined) {
			return;
		}
		this.qmp.execute("quit").catch(() => {}); // the answer may be lost with the connection
		const patience = setTimeout(() => void child.kill(), timeouts.qmpCommandMs);
		await child.exited;
		clearTimeout(patience);
	}

	async stop(): Promise<void> {
		await this.#process?.kill();
		await this.#tpm?.process.kill();
		for (const channel of Object.values(this.#connections)) {
			await channel.close();
		}
		removeWorkDirectory(this.directory);
	}

	keepArtefacts(error: unknown): string {
		return keepArtefacts(
			this.spec.name,
			this.directory,
			{
				"machine.json": `${JSON.stringify(this.spec, null, "\t")}\n`,
				"qemu-output.txt": this.#process?.output() ?? "QEMU was not running\n",
				"serial.txt": this.serial.text(),
			},
			error,
		);
	}
}
