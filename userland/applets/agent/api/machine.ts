import { longFrom } from "../../../core/api/longs.ts";
import { parseMemory, parsePressure } from "../../../core/node/memory.ts";
import {
	pageBytes,
	readDisks,
	readFileSystems,
	readProcesses,
	ticksPerSecond,
} from "../../../system/node-facts.ts";
import { readText } from "../../../system/text-file.ts";
import type { ApiPorts, Handler } from "./ports.ts";

/** ListProcesses. */
export function listProcesses({ context }: ApiPorts): Handler<"ListProcesses"> {
	return () => ({
		ticksPerSecond,
		processes: readProcesses(context.paths).map((process) => ({
			pid: process.pid,
			parentPid: process.parentPid,
			userId: process.userId,
			name: process.name,
			commandLine: process.commandLine,
			state: process.state,
			residentBytes: longFrom(process.residentPages * pageBytes),
			processorTicks: longFrom(process.processorTicks),
			startedTicks: longFrom(process.startedTicks),
			threads: process.threads,
			unit: process.unit,
		})),
	});
}

/** GetMemory. */
export function getMemory({ context }: ApiPorts): Handler<"GetMemory"> {
	return () => {
		const values = parseMemory(readText(context.paths.memory) ?? "");
		const sum = (...names: readonly string[]): ReturnType<typeof longFrom> =>
			longFrom(names.reduce((total, name) => total + (values.get(name) ?? 0), 0));
		return {
			totalBytes: sum("MemTotal"),
			availableBytes: sum("MemAvailable"),
			freeBytes: sum("MemFree"),
			cachedBytes: sum("Buffers", "Cached", "SReclaimable"),
			dirtyBytes: sum("Dirty", "Writeback"),
			sharedBytes: sum("Shmem"),
			kernelBytes: sum("Slab", "KernelStack", "PageTables"),
			swapTotalBytes: sum("SwapTotal"),
			swapFreeBytes: sum("SwapFree"),
			pressurePercent: [...parsePressure(readText(context.paths.memoryPressure) ?? "")],
		};
	};
}

/** ListDisks. */
export function listDisks({ context }: ApiPorts): Handler<"ListDisks"> {
	return () => ({
		disks: readDisks(context.paths).map((disk) => ({
			...disk,
			sizeBytes: longFrom(disk.sizeBytes),
			readBytes: longFrom(disk.readBytes),
			writtenBytes: longFrom(disk.writtenBytes),
			partitions: disk.partitions.map((partition) => ({
				...partition,
				sizeBytes: longFrom(partition.sizeBytes),
			})),
		})),
		fileSystems: readFileSystems(context.paths).map(({ room, ...mount }) => ({
			...mount,
			sizeBytes: longFrom(room?.sizeBytes ?? 0),
			freeBytes: longFrom(room?.freeBytes ?? 0),
			availableBytes: longFrom(room?.availableBytes ?? 0),
		})),
	});
}
