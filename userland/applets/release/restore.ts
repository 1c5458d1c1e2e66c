import { compareVersions } from "../../core/boot/version.ts";
import type { Manifest } from "../../core/release/manifest.ts";
import type { RepositoryFile } from "../../core/repository/metadata.ts";
import { releaseTarget } from "../../core/repository/paths.ts";
import { describeRelease } from "../../core/repository/publish.ts";
import {
	contentOf,
	formatRelease,
	type RepositoryRelease,
	releasePartNames,
} from "../../core/repository/release.ts";
import { SomaError } from "../../lib/errors.ts";
import { type NewTarget, newTarget, type Published } from "./published.ts";

/**
 * The description of a release that was published before, made again if it is lost.
 * @throws SomaError `release-differs` when that was with other bits
 */
export function describeAgain(manifest: Manifest, published: Published): NewTarget {
	const { version } = manifest;
	const name = releaseTarget(version);
	if (published.isWhole(name)) {
		const there = published.release(version);
		if (there !== undefined) {
			requireSame(describeRelease(manifest, undefined), there);
			return newTarget(name, formatRelease(there));
		}
	}
	// Its programs have versions by a release that was there when it was published.
	const older = published
		.versions()
		.filter((other) => compareVersions(other, version) === -1)
		.filter((other) => published.isWhole(releaseTarget(other)))
		.map((other) => published.release(other));
	const found = [undefined, ...older]
		.map((before) => newTarget(name, formatRelease(describeRelease(manifest, before))))
		.find((target) => published.isSigned(target));
	if (found === undefined) {
		throw new SomaError({
			code: "release-differs",
			message: `the description of release ${version} is lost, and these bits do not give it again`,
			hint: "publish the bits that were published, or take the file from another copy",
		});
	}
	return found;
}

/**
 * Files of a release that was published before which are lost or damaged now.
 * @throws SomaError `release-differs` when one of them cannot be made again
 */
export function lostFiles(
	published: Published,
	targets: readonly NewTarget[],
): readonly RepositoryFile[] {
	const lost = targets.filter(({ name }) => !published.isWhole(name));
	const other = lost.find((target) => !published.isSigned(target));
	if (other !== undefined) {
		throw new SomaError({
			code: "release-differs",
			message: `${other.name} is lost, and this soma cuts its part in another way`,
			hint: "take the file from another copy, or publish these bits under a new version",
		});
	}
	return lost.map(({ file }) => file);
}

/** A version stands for its bits for ever. */
function requireSame(mine: RepositoryRelease, there: RepositoryRelease): void {
	const differing = releasePartNames.find(
		(part) => contentOf(mine, part).sha256 !== contentOf(there, part).sha256,
	);
	if (differing !== undefined || mine.rootHash !== there.rootHash) {
		throw new SomaError({
			code: "release-differs",
			message:
				`release ${mine.version} was published with other bits: ` +
				`its ${differing ?? "root hash"} is another one`,
			hint: "publish the new bits under a new version",
		});
	}
}
