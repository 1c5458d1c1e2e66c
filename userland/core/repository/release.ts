import * as v from "valibot";
import { type ChunkSizes, defaultChunkSizes, fineChunkSizes } from "../chunk/sizes.ts";
import { layoutRow } from "../disk-layout.ts";
import { type SlotPart, slotParts } from "../release/manifest.ts";
import { digestSchema, invalid, parseSigned, secondsSchema, versionSchema } from "./schema.ts";

/** The programs of the EFI system partition that are updated on their own. */
const programParts = ["selector", "rescue"] as const;

export type ProgramPart = (typeof programParts)[number];

/** Everything of a release that has a chunk index. */
export type ReleasePartName = SlotPart | ProgramPart;

export const releasePartNames: readonly ReleasePartName[] = [...slotParts, ...programParts];

/** Parts of each update: a node takes only the rows of their indexes that it lacks. */
export const rowParts: readonly ReleasePartName[] = slotParts;

/** How a part is cut when it is published; nodes do as its index says. */
export function chunkSizesOf(part: ReleasePartName): ChunkSizes {
	return part === "verity" ? fineChunkSizes : defaultChunkSizes;
}

/** Bytes that are there as chunks. */
export interface Content {
	/** The chunk index: a file beside the description of the release. */
	readonly index: string;
	readonly sizeBytes: number;
	/** Of all bytes together; 64 hexadecimal digits. */
	readonly sha256: string;
}

/** A program, which has the version of the release in which these bits appeared first. */
export interface ProgramContent extends Content {
	readonly version: string;
}

/** What a release is made of: `release.json` of the repository. */
export interface RepositoryRelease {
	readonly version: string;
	/** The root hash of /usr; 64 hexadecimal digits. */
	readonly rootHash: string;
	/** The time of everything in the release, in seconds since 1970. */
	readonly epochSeconds: number;
	readonly parts: Readonly<Record<SlotPart, Content>>;
	readonly programs: Readonly<Record<ProgramPart, ProgramContent>>;
}

/** The largest program: two copies of the selector and a rescue must fit the partition. */
const programLimitBytes = 128 * 1024 * 1024;

function contentEntries(limitBytes: number) {
	return {
		index: v.pipe(v.string(), v.regex(/^\w[\w.-]{0,63}\.caibx$/, "the name of an index beside it")),
		sizeBytes: v.pipe(
			v.number(),
			v.safeInteger(),
			v.minValue(1),
			v.maxValue(limitBytes, "it does not fit its partition"),
		),
		sha256: digestSchema,
	};
}

const partSchema = (part: SlotPart) =>
	v.strictObject(contentEntries(layoutRow(part, "A").sizeBytes));
const programSchema = v.strictObject({
	...contentEntries(programLimitBytes),
	version: versionSchema,
});
const schema = v.strictObject({
	format: v.literal(1),
	version: versionSchema,
	rootHash: digestSchema,
	epochSeconds: secondsSchema,
	parts: v.strictObject({
		boot: partSchema("boot"),
		usr: partSchema("usr"),
		verity: partSchema("verity"),
	}),
	programs: v.strictObject({ selector: programSchema, rescue: programSchema }),
});

/** The content of a part, whichever kind it is. */
export function contentOf(release: RepositoryRelease, part: ReleasePartName): Content {
	return part === "selector" || part === "rescue" ? release.programs[part] : release.parts[part];
}

/** The text of `release.json`: the same values give the same bytes. */
export function formatRelease(release: RepositoryRelease): string {
	const { version, rootHash, epochSeconds, parts, programs } = release;
	const value = {
		format: 1,
		version,
		rootHash,
		epochSeconds,
		parts: Object.fromEntries(slotParts.map((part) => [part, inOrder(parts[part])])),
		programs: Object.fromEntries(
			programParts.map((part) => [
				part,
				{ version: programs[part].version, ...inOrder(programs[part]) },
			]),
		),
	};
	return `${JSON.stringify(value, null, "\t")}\n`;
}

function inOrder({ index, sizeBytes, sha256 }: Content): Content {
	return { index, sizeBytes, sha256 };
}

/**
 * The description of a release, checked completely.
 * @throws SomaError `repository-invalid` that says where it is wrong
 */
export function parseRelease(text: string, wantedVersion: string): RepositoryRelease {
	const what = `the description of release ${wantedVersion}`;
	const { format: _format, ...release } = parseSigned(what, schema, text);
	if (release.version !== wantedVersion) {
		throw invalid(what, `it describes release ${release.version}`);
	}
	return release;
}
