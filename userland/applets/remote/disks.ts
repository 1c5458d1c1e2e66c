import type { soma } from "../../core/api/generated/soma.js";
import { formatBytes, formatShare, formatTable } from "../../lib/table.ts";
import { printable } from "../../lib/text-columns.ts";
import type { Work } from "../command.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import type { disksSpec } from "./specs.ts";
import { numberOf } from "./wire-numbers.ts";

/** Disks with their partitions, and what is mounted. */
export type DisksReport = ReturnType<typeof disksOf>;

/** The disks of a node as the message has them. */
export function disksOf({ disks, fileSystems }: soma.v1.DiskList.$Properties) {
	return {
		disks: (disks ?? []).map((disk) => ({
			path: disk.path ?? "",
			model: disk.model ?? "",
			serial: disk.serial ?? "",
			sizeBytes: numberOf(disk.sizeBytes),
			blockSizeBytes: disk.blockSizeBytes ?? 0,
			removable: disk.removable ?? false,
			readOnly: disk.readOnly ?? false,
			rotational: disk.rotational ?? false,
			bootDisk: disk.bootDisk ?? false,
			readBytes: numberOf(disk.readBytes),
			writtenBytes: numberOf(disk.writtenBytes),
			partitions: (disk.partitions ?? []).map((partition) => ({
				path: partition.path ?? "",
				index: partition.index ?? 0,
				sizeBytes: numberOf(partition.sizeBytes),
				label: partition.label ?? "",
			})),
		})),
		fileSystems: (fileSystems ?? []).map((system) => ({
			directory: system.directory ?? "",
			device: system.device ?? "",
			type: system.type ?? "",
			readOnly: system.readOnly ?? false,
			sizeBytes: numberOf(system.sizeBytes),
			freeBytes: numberOf(system.freeBytes),
			availableBytes: numberOf(system.availableBytes),
		})),
	};
}

const view: View<DisksReport> = {
	report: (report) => report,
	header: ["DEVICE", { title: "SIZE", align: "right" }, { title: "WHAT", shrinks: true }],
	rows: ({ disks }) =>
		disks.flatMap((disk) => [
			[disk.path, formatBytes(disk.sizeBytes), describeDisk(disk)],
			...disk.partitions.map((partition) => [
				`  ${partition.path}`,
				formatBytes(partition.sizeBytes),
				partition.label,
			]),
		]),
	page: (report, widthColumns) => {
		const devices = formatTable(
			view.header,
			view.rows(report).map((cells) => cells.map(printable)),
			widthColumns,
		);
		const mounts = formatTable(
			[
				{ title: "MOUNTED ON", shrinks: true },
				{ title: "DEVICE", shrinks: true },
				"TYPE",
				"ACCESS",
				{ title: "SIZE", align: "right" },
				{ title: "FREE", align: "right" },
				{ title: "USED", align: "right" },
			],
			report.fileSystems.map((system) =>
				[
					system.directory,
					system.device,
					system.type,
					system.readOnly ? "read" : "write",
					formatBytes(system.sizeBytes),
					formatBytes(system.availableBytes),
					formatShare(system.sizeBytes - system.freeBytes, system.sizeBytes),
				].map(printable),
			),
			widthColumns,
		);
		return `${devices}\n\n${mounts}`;
	},
};

/** `soma disks`. */
export const showDisks: Work<typeof disksSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const outcomes = await askAll(session, async ({ client }) =>
			disksOf(await client.call("ListDisks", {}, session.settings)),
		);
		return showOutcomes(context, outcomes, view, flags.json);
	} finally {
		session.close();
	}
};

function describeDisk(disk: DisksReport["disks"][number]): string {
	const parts = [
		disk.model,
		disk.serial === "" ? "" : `serial ${disk.serial}`,
		`${disk.blockSizeBytes}-byte blocks`,
		disk.bootDisk ? "boot disk" : "",
		disk.removable ? "removable" : "",
		disk.readOnly ? "read only" : "",
		disk.rotational ? "rotating" : "",
	];
	return parts.filter((part) => part !== "").join(", ");
}
