import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { defaultNodeConfig, type NodeConfig } from "../../core/config/node-config.ts";
import { SomaError } from "../../lib/errors.ts";
import { findBootDisk } from "../../system/boot-disk.ts";
import { tryLock } from "../../system/libc.ts";
import { readBounded } from "../../system/local-files.ts";
import { log } from "../../system/log.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { openRepositorySource } from "../../system/repository/source.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { readClock } from "../../system/update/clock.ts";
import { openUpdateDisk } from "../../system/update/disk.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import { type ChannelRepository, channelRepository } from "../../system/update/repository.ts";
import type { Context } from "../context.ts";
import { updateMachine } from "./machine.ts";
import { judgeMoment } from "./moment.ts";

const rootLimitBytes = 256 * 1024;

/** What a run of the agent may be told instead of the configuration. */
export interface AgentOptions {
	/** Copies of the repository; those of the configuration without any. */
	readonly from: readonly string[];
}

/** Runs `use` with everything that updates this machine; one at a time. */
export async function withAgent<T>(
	context: Context,
	options: AgentOptions,
	use: (ports: UpdatePorts) => Promise<T>,
): Promise<T> {
	const { paths } = context;
	const unlock = lockUpdates(paths);
	try {
		const disk = openUpdateDisk(findBootDisk(paths));
		try {
			const config = readNodeConfig(paths) ?? defaultNodeConfig;
			const repository = openRepository(paths, config, options);
			return await use({
				files: updateFiles(paths.update),
				disk,
				repository,
				machine: updateMachine(context),
				judgeMoment: (release) =>
					judgeMoment({ config, channel: repository.channel(), nowMs: Date.now() }, release),
				report: async () => true, // nobody counts outcomes yet
				log,
			});
		} finally {
			disk.close();
		}
	} finally {
		unlock();
	}
}

/**
 * Keeps other runs away until it is called back.
 * @throws SomaError `update-busy`
 */
export function lockUpdates(paths: SystemPaths): () => void {
	mkdirSync(paths.updateScratch, { recursive: true });
	const descriptor = openSync(join(paths.updateScratch, "lock"), "w");
	if (tryLock(descriptor, true) !== undefined) {
		closeSync(descriptor);
		throw new SomaError({
			code: "update-busy",
			message: "another run of the update agent is under way",
			hint: "`soma update status` shows what it does; try again when it has ended",
			retryable: true,
		});
	}
	return () => closeSync(descriptor);
}

function openRepository(
	paths: SystemPaths,
	config: NodeConfig,
	options: AgentOptions,
): ChannelRepository {
	const { update } = config;
	const places = options.from.length > 0 ? options.from : (update.servers ?? []);
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
		bytesPerSecond: update.rateLimitKib === undefined ? undefined : update.rateLimitKib * 1024,
		sleep: Bun.sleep,
		nowMs: () => performance.now(),
		log: (text) => log("warning", `soma-update: ${text}`),
	});
}
