import { join } from "node:path";
import { defaultNodeConfig, type NodeConfig } from "../../core/config/node-config.ts";
import { layoutRow } from "../../core/disk-layout.ts";
import type { HardDrive } from "../../core/efi/load-option.ts";
import type { Table } from "../../core/gpt/table.ts";
import { type Channel, formatChannel } from "../../core/repository/channel.ts";
import type { ReleaseName } from "../../core/update/phase.ts";
import { required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { findBootDisk } from "../../system/boot-disk.ts";
import { readBounded } from "../../system/local-files.ts";
import { takeLock, type Unlock } from "../../system/lock-file.ts";
import { log } from "../../system/log.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { openRepositorySource } from "../../system/repository/source.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { readText } from "../../system/text-file.ts";
import { readClock } from "../../system/update/clock.ts";
import { openUpdateDisk } from "../../system/update/disk.ts";
import { openEspVolume } from "../../system/update/esp.ts";
import { removeLeftovers, updateFiles } from "../../system/update/files.ts";
import { openFirmware } from "../../system/update/firmware.ts";
import type {
	ProgramPorts,
	UpdateFiles,
	UpdateMachine,
	UpdatePorts,
} from "../../system/update/ports.ts";
import { type ChannelRepository, channelRepository } from "../../system/update/repository.ts";
import type { Context } from "../context.ts";
import { updateMachine } from "./machine.ts";
import { judgeMoment, type MomentFacts } from "./moment.ts";
import { nodeIdFrom, outcomePort, positionIn } from "./outcomes.ts";
import { readDocument } from "./session.ts";

const rootLimitBytes = 256 * 1024;

/** What a run of the agent may be told instead of the configuration. */
export interface AgentOptions {
	/** Copies of the repository; those of the configuration without any. */
	readonly from: readonly string[];
	/** A disk that no system runs from, instead of the boot disk of this one. */
	readonly disk?: { readonly path: string; readonly machine: UpdateMachine };
}

/** Everything that updates a machine: its slots, and the programs that start them. */
export interface AgentPorts extends UpdatePorts {
	readonly programs: ProgramPorts;
}

/** Runs `use` with everything that updates this machine; one at a time. */
export async function withAgent<T>(
	context: Context,
	options: AgentOptions,
	use: (ports: AgentPorts) => Promise<T>,
): Promise<T> {
	const { paths } = context;
	const unlock = await lockUpdates(paths);
	try {
		removeLeftovers(paths.update);
		const diskPath = options.disk?.path ?? findBootDisk(paths);
		const disk = openUpdateDisk(diskPath);
		try {
			const config = readNodeConfig(paths) ?? defaultNodeConfig;
			const places = options.from.length > 0 ? options.from : (config.update.servers ?? []);
			const files = updateFiles(paths.update);
			const repository = openRepository(paths, config, places, files);
			const nodeId = nodeIdFrom(paths);
			const token = readText(paths.releaseToken)?.trim();
			const outcomes = outcomePort(places, nodeId, token);
			const machine = options.disk?.machine ?? updateMachine(context);
			return await use({
				files,
				disk,
				repository,
				machine,
				programs: {
					files,
					esp: openEspVolume(paths, diskPath),
					firmware: openFirmware(paths),
					espDrive: async () => espDrive((await disk.readTable()).table),
					repository,
					machine,
					log,
				},
				judgeMoment: async (release, { isBegun }) => {
					if (repository.channel() === undefined) {
						await refreshFor(repository, release, isBegun);
					}
					const facts: MomentFacts = {
						update: config.update,
						labels: config.labels,
						channel: repository.channel(),
						pin: readDocument(files, context.warn).wishes.pin,
						position: positionIn(nodeId, release.version),
						nowMs: Date.now(),
						isClockSynchronised: readClock(paths).isSynchronised,
						isBegun,
					};
					return await judgeMoment(facts, outcomes, release);
				},
				report: outcomes.report,
				log,
			});
		} finally {
			disk.close();
		}
	} finally {
		unlock();
	}
}

/** What was begun is finished without a network, too: no slot stays empty for the want of one. */
async function refreshFor(
	repository: ChannelRepository,
	{ version }: ReleaseName,
	isBegun: boolean,
): Promise<void> {
	try {
		await repository.refresh(version);
	} catch (error) {
		// A channel that was read is enough to say whether it still offers the release.
		const isEnough = isBegun || repository.channel() !== undefined;
		if (!isEnough || !(error instanceof SomaError)) {
			throw error;
		}
	}
}

/** Most runs find nothing to do and end soon: they are waited for. */
const lockPolls = 40;
const lockPollMs = 500;

/**
 * Keeps other runs away until it is called back; waits some seconds for one that is under way.
 * @throws SomaError `update-busy`
 */
export async function lockUpdates(paths: SystemPaths): Promise<Unlock> {
	const path = join(paths.updateScratch, "lock");
	let unlock = takeLock(path);
	for (let polls = 0; unlock === undefined && polls < lockPolls; polls++) {
		await Bun.sleep(lockPollMs);
		unlock = takeLock(path);
	}
	if (unlock === undefined) {
		throw new SomaError({
			code: "update-busy",
			message: "another run of the update agent is under way",
			hint: "`soma update status` shows what it does; try again when it has ended",
			retryable: true,
		});
	}
	return unlock;
}

/** The EFI system partition as boot entries name it. */
function espDrive(table: Table): HardDrive {
	const esp = required(
		table.partitions.find(({ index }) => index === layoutRow("esp").index),
		"the EFI system partition of a boot disk",
	);
	return {
		partitionIndex: esp.index,
		firstLba: esp.firstLba,
		blocks: esp.lastLba - esp.firstLba + 1,
		partitionGuid: esp.uuid,
	};
}

/** The repository of a node: its servers and neighbours, and what STATE knows of them. */
export function openRepository(
	paths: SystemPaths,
	{ update }: NodeConfig,
	places: readonly string[],
	files: UpdateFiles,
): ChannelRepository {
	const servers = places.map((place) => openRepositorySource(place));
	const neighbours = (update.neighbours ?? []).map((place) => openRepositorySource(place));
	const trusted = (): TrustedRepository => {
		if (servers.length === 0) {
			throw new SomaError({
				code: "update-no-server",
				message: "this node knows no server of releases",
				hint: "name one in soma.update.servers of its configuration, or with --from",
			});
		}
		return new TrustedRepository({
			sources: servers,
			baseRoot: readBounded(paths.updateRoot, rootLimitBytes),
			stateDirectory: join(paths.update, "metadata"),
			scratchDirectory: paths.updateScratch,
			clock: () => readClock(paths),
		});
	};
	return channelRepository({
		trusted,
		servers,
		neighbours,
		channel: update.channel,
		onChannel: (channel) => keepChannel(files, channel),
		bytesPerSecond: update.rateLimitKib === undefined ? undefined : update.rateLimitKib * 1024,
		sleep: Bun.sleep,
		nowMs: () => performance.now(),
		log: (text) => log("warning", `soma-update: ${text}`),
	});
}

/** Neighbours are offered the same bytes that were signed. */
export function keepChannel(files: UpdateFiles, channel: Channel): void {
	const name = `channels/${channel.channel}.json`;
	const bytes = Buffer.from(formatChannel(channel));
	if (!bytes.equals(files.read(name) ?? new Uint8Array())) {
		files.replace(name, bytes);
	}
}
