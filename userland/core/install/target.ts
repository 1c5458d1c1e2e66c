import { formatBytes } from "../../lib/table.ts";
import { minimumDiskSizeBytes } from "../disk-layout.ts";
import { describeFinding, type Finding, isWorthless } from "./contents.ts";

/** Somebody who uses a disk or a part of it now. */
export interface DeviceUse {
	/** The disk or partition: `/dev/sda1`. */
	readonly device: string;
	readonly how: "mounted" | "swap" | "held";
	/** Where it is mounted, or which device holds it: `/mnt`, `/dev/dm-0 (vault)`. */
	readonly by: string;
}

/** All that is known of a place that somebody wants to install to. */
export interface TargetFacts {
	/** As it was named. */
	readonly path: string;
	readonly kind: "disk" | "partition" | "file" | "missing" | "directory" | "other";
	/** The disk of a partition. */
	readonly diskOfPartition?: string;
	readonly sizeBytes: number;
	readonly blockSizeBytes: number;
	readonly physicalBlockBytes: number;
	readonly readOnly: boolean;
	readonly removable: boolean;
	/** What the maker calls it, and how it is attached: `nvme`, `usb`, ... */
	readonly model?: string;
	readonly bus?: string;
	readonly uses: readonly DeviceUse[];
	/** The system that runs now was started from it. */
	readonly isRunning: boolean;
	/** Other devices with the same worldwide name: another way to the same disk. */
	readonly twins: readonly string[];
	readonly findings: readonly Finding[];
}

/** Why an installation is refused, and what to do about it. */
export interface Refusal {
	/** Kebab-case, for programs. */
	readonly code: string;
	readonly message: string;
	readonly cure: string;
}

/** How far the operator wants to go. */
export interface TargetWish {
	/** What the disk holds may go. */
	readonly wipe: boolean;
}

/** Every reason against an installation to this place; empty when there is none. */
export function judgeTarget(facts: TargetFacts, wish: TargetWish): readonly Refusal[] {
	const wrongKind = judgeKind(facts);
	if (wrongKind !== undefined) {
		return [wrongKind];
	}
	return [
		...judgeShape(facts),
		...judgeUses(facts),
		...(wish.wipe || isWorthless(facts.findings) ? [] : [judgeContents(facts)]),
	];
}

/** What an installation goes to, in words: `/dev/sda (disk of 8 GiB, usb, Some Stick)`. */
export function describeTarget(facts: TargetFacts): string {
	const { path, kind, sizeBytes, blockSizeBytes, bus, model, removable } = facts;
	const parts = [
		`${kind} of ${formatBytes(sizeBytes)}`,
		`${blockSizeBytes}-byte blocks`,
		...(bus === undefined ? [] : [bus]),
		...(model === undefined ? [] : [model]),
		...(removable ? ["removable"] : []),
	];
	return `${path} (${parts.join(", ")})`;
}

function judgeKind(facts: TargetFacts): Refusal | undefined {
	const { path, kind, diskOfPartition } = facts;
	switch (kind) {
		case "disk":
		case "file":
			return undefined;
		case "missing":
			return {
				code: "target-missing",
				message: `${path} does not exist`,
				cure:
					"`ls -l /dev/disk/by-id` names the disks; an image file is made before by " +
					`\`truncate -s 4G ${path}\``,
			};
		case "partition":
			return {
				code: "target-is-partition",
				message: `${path} is a partition: an installation takes a whole disk`,
				cure: `name the disk, ${diskOfPartition ?? "which it is on"}, if all of it may go`,
			};
		default:
			return {
				code: "target-not-disk",
				message: `${path} is neither a disk nor a file`,
				cure: "name a whole disk such as /dev/nvme0n1, or the file of a disk image",
			};
	}
}

function judgeShape(facts: TargetFacts): Refusal[] {
	const { path, sizeBytes, blockSizeBytes, readOnly } = facts;
	const refusals: Refusal[] = [];
	if (blockSizeBytes !== 512 && blockSizeBytes !== 4096) {
		refusals.push({
			code: "target-block-size",
			message: `${path} has logical blocks of ${blockSizeBytes} bytes; 512 and 4096 are possible`,
			cure: "format the disk to 512 or 4096-byte blocks with its maker's program, or take another",
		});
	} else if (sizeBytes % blockSizeBytes !== 0) {
		refusals.push({
			code: "target-size-odd",
			message: `${path} has ${sizeBytes} bytes: no multiple of its ${blockSizeBytes}-byte blocks`,
			cure: `give the file a size that is one: \`truncate -s %${blockSizeBytes} ${path}\``,
		});
	}
	if (sizeBytes < minimumDiskSizeBytes) {
		const missing = minimumDiskSizeBytes - sizeBytes;
		refusals.push({
			code: "target-too-small",
			message:
				`${path} has ${sizeBytes} bytes; ${minimumDiskSizeBytes} are needed: ` +
				`${formatBytes(missing)} too few`,
			cure: `take a disk of at least ${formatBytes(minimumDiskSizeBytes)}`,
		});
	}
	if (readOnly) {
		refusals.push({
			code: "target-read-only",
			message: `${path} is write-protected`,
			cure: "look for a switch on the medium, or `blockdev --setrw` on the system that set it",
		});
	}
	return refusals;
}

function judgeUses(facts: TargetFacts): Refusal[] {
	const { path, uses, isRunning, twins } = facts;
	const refusals: Refusal[] = [];
	if (isRunning) {
		refusals.push({
			code: "target-running",
			message: `the system that runs now was started from ${path}`,
			cure: "start a live system from a stick, an ISO or the network, and install from there",
		});
	}
	for (const { device, how, by } of uses) {
		if (how === "mounted") {
			const cure = `\`umount ${by}\`, if nobody needs it there`;
			refusals.push({ code: "target-mounted", message: `${device} is mounted on ${by}`, cure });
		} else if (how === "swap") {
			const message = `${device} is swap space in use`;
			refusals.push({ code: "target-swap", message, cure: `\`swapoff ${device}\`` });
		} else {
			refusals.push({
				code: "target-held",
				message: `${device} is part of ${by}`,
				cure: `take ${by} apart first (dmsetup, vgchange -an, mdadm --stop)`,
			});
		}
	}
	if (twins.length > 0) {
		refusals.push({
			code: "target-ambiguous",
			message: `${path} and ${twins.join(", ")} have the same worldwide name`,
			cure: "they are two ways to one disk, or clones: detach all but one, then try again",
		});
	}
	return refusals;
}

function judgeContents({ path, findings }: TargetFacts): Refusal {
	return {
		code: "target-not-empty",
		message: `${path} holds ${findings.map(describeFinding).join("; ")}`,
		cure: "save what is needed; with --wipe all of it goes for good",
	};
}
