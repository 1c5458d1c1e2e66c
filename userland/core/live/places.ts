/** Where the manifest of the release lies in the initrd of a live system, from its root on. */
export const manifestInInitrd = "usr/lib/soma/release/manifest.json";

/** The name of a partition that holds STATE of a live system. */
export const statePartitionName = "SOMA-STATE";

/** The label of a file system that holds the files of a release: an ISO 9660 volume, a stick. */
export function mediumLabel(version: string): string {
	return `SOMA_${version.replaceAll(".", "_")}`;
}
