import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";
import { layoutRow } from "../disk-layout.ts";
import { isFatName } from "../fat/names.ts";

/** The parts of a release that fill the partitions of a slot, in their order. */
export const slotParts = ["boot", "usr", "verity"] as const;

export type SlotPart = (typeof slotParts)[number];

/**
 * The files on the EFI system partition: their paths there, and what they are. The three updates of
 * Secure Boot variables carry the names of these.
 */
export const espPrograms = [
	{ path: "EFI/BOOT/BOOTX64.EFI", program: "selector" },
	{ path: "EFI/soma/selector.efi", program: "selector" },
	{ path: "EFI/soma/rescue.efi", program: "rescue" },
	{ path: "keys/PK.auth", program: "pk" },
	{ path: "keys/KEK.auth", program: "kek" },
	{ path: "keys/db.auth", program: "db" },
] as const;

/** What a release has for the EFI system partition. */
export type EspProgram = (typeof espPrograms)[number]["program"];

/** Something of a release: raw as it lies on a disk, and compressed as it is fetched. */
export interface ReleasePart {
	/** A zstd file beside the manifest. */
	readonly file: string;
	readonly sizeBytes: number;
	/** 64 hexadecimal digits. */
	readonly sha256: string;
	readonly compressedSizeBytes: number;
	readonly compressedSha256: string;
}

/** A file of the EFI system partition. */
export interface EspPart extends ReleasePart {
	readonly path: string;
}

/** What an update or an installation writes (docs/on-disk-formats.md). */
export interface Manifest {
	readonly version: string;
	/** 64 hexadecimal digits. */
	readonly rootHash: string;
	/** The time of everything in the release, in seconds since 1970. */
	readonly epochSeconds: number;
	readonly parts: Readonly<Record<SlotPart, ReleasePart>>;
	readonly esp: readonly EspPart[];
}

/** The folder of a release that has the manifest and what it names. */
export const releaseFolder = "release";

/** Where the manifest of a release lies among its files. */
export const manifestPath: string = `${releaseFolder}/manifest.json`;

/** The text of `release/manifest.json`: the same values give the same bytes. */
export function formatManifest(manifest: Manifest): string {
	const { version, rootHash, epochSeconds, parts, esp } = manifest;
	const rows = slotParts.map((part) => ({ part, ...inOrder(parts[part]) }));
	const programs = esp.map((part) => ({ path: part.path, ...inOrder(part) }));
	const value = { format: 1, version, rootHash, epochSeconds, parts: rows, esp: programs };
	return `${JSON.stringify(value, null, "\t")}\n`;
}

function inOrder(part: ReleasePart): ReleasePart {
	const { file, sizeBytes, sha256, compressedSizeBytes, compressedSha256 } = part;
	return { file, sizeBytes, sha256, compressedSizeBytes, compressedSha256 };
}

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"));
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const partFields = {
	file: v.pipe(v.string(), v.regex(/^\w[\w.-]{0,63}$/, "the name of a file beside it")),
	sizeBytes: size,
	sha256: digest,
	compressedSizeBytes: size,
	compressedSha256: digest,
};
const isEspPath = (path: string): boolean => path.split("/").every(isFatName);
const schema = v.object({
	format: v.literal(1),
	version: v.pipe(v.string(), v.regex(/^[!-~]{1,63}$/, "1 to 63 printable characters")),
	rootHash: digest,
	epochSeconds: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	parts: v.array(v.object({ part: v.picklist(slotParts), ...partFields })),
	esp: v.array(v.object({ path: v.pipe(v.string(), v.check(isEspPath)), ...partFields })),
});

/** The manifest in a text, checked completely, or a SomaError that says where it is wrong. */
export function parseManifest(text: string): Manifest {
	const checked = v.safeParse(schema, parseJson(text));
	if (!checked.success) {
		const [issue] = checked.issues;
		throw invalid(`${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`);
	}
	const { version, rootHash, epochSeconds, parts, esp } = checked.output;
	const [boot, usr, verity, more] = parts;
	if (boot?.part !== "boot" || usr?.part !== "usr" || verity?.part !== "verity" || more) {
		throw invalid(`parts: they are ${slotParts.join(", ")}, in this order`);
	}
	for (const part of parts) {
		if (part.sizeBytes > layoutRow(part.part, "A").sizeBytes) {
			throw invalid(`parts: ${part.part} does not fit its partition`);
		}
	}
	const paths = espPrograms.map(({ path }) => path).join(" ");
	if (esp.map(({ path }) => path).join(" ") !== paths) {
		throw invalid(`esp: the paths are ${paths}, in this order`);
	}
	return { version, rootHash, epochSeconds, parts: { boot, usr, verity }, esp };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw invalid(cause instanceof Error ? cause.message : String(cause));
	}
}

function invalid(problem: string): SomaError {
	return new SomaError({
		code: "manifest-invalid",
		message: `the manifest of the release is not valid: ${problem}`,
		hint: "take the files of a release as they were published, all of one version",
	});
}
