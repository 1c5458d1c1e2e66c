/** The folder of the metadata, and that of what it signs (docs/on-disk-formats.md). */
export const metadataFolder = "metadata";
export const targetsFolder = "targets";

/** The store of chunks, under the name that casync looks for. */
export const chunkFolder = "default.castr";

/** The name under which the metadata signs what a channel offers. */
export function channelTarget(channel: string): string {
	return `channels/${channel}.json`;
}

/** The name under which the metadata signs a file of a release. */
export function releaseTarget(version: string, file = "release.json"): string {
	return `releases/${version}/${file}`;
}

/** The name of the index of the rows of an index (docs/on-disk-formats.md). */
export function rowsTarget(indexTarget: string): string {
	return indexTarget.replace(/\.caibx$/, ".rows.caibx");
}

/** Where a target lies in the repository: its name has its digest in front. */
export function targetPath(target: string, sha256: string): string {
	const cut = target.lastIndexOf("/") + 1;
	return `${targetsFolder}/${target.slice(0, cut)}${sha256}.${target.slice(cut)}`;
}

/** Where metadata lies; the timestamp alone is always at the same place. */
export function metadataPath(
	role: "root" | "targets" | "snapshot" | "timestamp",
	version: number,
): string {
	return `${metadataFolder}/${role === "timestamp" ? "" : `${version}.`}${role}.json`;
}
