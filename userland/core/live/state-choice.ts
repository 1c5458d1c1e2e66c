import { statePartitionName } from "./places.ts";

/** A partition as the kernel names it, `sda3`, with its name in the partition table. */
export interface NamedPartition {
	readonly device: string;
	readonly name: string;
}

/** Where STATE of a live system is. */
export type StateChoice =
	| { readonly kind: "ram"; readonly sizeBytes: number }
	| { readonly kind: "disk"; readonly device: string }
	| { readonly kind: "refuse"; readonly reason: string };

const mebibyte = 1024 * 1024;
const leastStateBytes = 64 * mebibyte;

/**
 * STATE is the one partition that is named for it, else memory: half of what is free now, in whole
 * MiB, so that what a node writes can never take all.
 */
export function chooseState(
	partitions: readonly NamedPartition[],
	availableBytes: number,
): StateChoice {
	const named = partitions.filter(({ name }) => name === statePartitionName);
	const [only, second] = named;
	if (second !== undefined) {
		const devices = named.map(({ device }) => device).join(" and ");
		return {
			kind: "refuse",
			reason:
				`${devices} are all named ${statePartitionName}: take all but one away, ` +
				"or give them other names",
		};
	}
	if (only !== undefined) {
		return { kind: "disk", device: only.device };
	}
	const half = Math.floor(availableBytes / 2 / mebibyte) * mebibyte;
	return { kind: "ram", sizeBytes: Math.max(half, leastStateBytes) };
}

/** The name in the partition table, by the text of a device's `uevent` in sysfs. */
export function partitionNameOf(uevent: string): string | undefined {
	return /^PARTNAME=(.+)$/m.exec(uevent)?.[1];
}
