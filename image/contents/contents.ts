/** Files that go into an image, and why. */
export interface ContentRow {
	/** Why a node cannot do without them. */
	readonly reason: string;
	/** Paths in the base tree without a leading slash; `*` stands for anything but a slash. */
	readonly paths: readonly string[];
}

/** Paths below one folder, to keep lists short. */
export function below(folder: string, names: string): string[] {
	return names
		.trim()
		.split(/\s+/)
		.map((name) => `${folder}/${name}`);
}
