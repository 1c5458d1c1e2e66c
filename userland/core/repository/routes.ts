/** A file of a repository that may be given to anybody. */
export interface RepositoryRoute {
	/** Below the folder of the repository. */
	readonly path: string;
	/** True for what never changes once it is there. */
	readonly isFixed: boolean;
}

const digest = "[0-9a-f]{64}";
const version = "[0-9]+(?:\\.[0-9]+)*";
const fixed = new RegExp(
	"^(?:" +
		[
			"metadata/[0-9]+\\.(?:root|targets|snapshot)\\.json",
			`targets/channels/${digest}\\.[a-z]+\\.json`,
			`targets/releases/${version}/${digest}\\.(?:release\\.json|[a-z]+(?:\\.rows)?\\.caibx)`,
			`default\\.castr/[0-9a-f]{4}/${digest}\\.cacnk`,
		].join("|") +
		")$",
);

/** Where a request leads: only names that a repository has are ever looked for on the disk. */
export function routeOfRepository(pathname: string): RepositoryRoute | undefined {
	const path = pathname.slice(1);
	if (path === "metadata/timestamp.json") {
		return { path, isFixed: false };
	}
	return fixed.test(path) ? { path, isFixed: true } : undefined;
}
