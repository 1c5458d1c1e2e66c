import { isAllZero } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { layoutRow } from "../disk-layout.ts";
import type { Partition } from "../gpt/entries.ts";
import { type DiskEnds, loadTable } from "../gpt/load.ts";
import type { Table } from "../gpt/table.ts";
import { checkLayout, readSlots } from "../slot/disk.ts";
import { isUnfinishedBlock } from "./marker.ts";
import { countMbrPartitions, findSignatures, type Signature } from "./signatures.ts";

/** One thing that a disk holds. */
export type Finding =
	/** An installation that was cut off: nothing that anybody needs. */
	| { readonly kind: "unfinished" }
	/** A table of this system on a disk that never started: STATE is blank. */
	| { readonly kind: "never-started"; readonly versions: readonly string[] }
	| { readonly kind: "node"; readonly versions: readonly string[]; readonly hostname?: string }
	| { readonly kind: "table"; readonly name: string; readonly partitions: number }
	| { readonly kind: "signature"; readonly where: string; readonly signature: Signature }
	| { readonly kind: "unknown-data" };

/** The parts of a disk that are looked at. */
export interface DiskSample {
	readonly ends: DiskEnds;
	/** The first bytes of the disk, as many as findSignatures wants. */
	readonly head: Uint8Array;
	/** The same of each partition of {@link readableTable}, by its number. */
	readonly partitionHeads: ReadonlyMap<number, Uint8Array>;
	/** The name of a node in its STATE, if somebody could read it. */
	readonly hostname?: string;
}

/** The GUID partition table of a disk, whichever copy is valid, or undefined. */
export function readableTable(ends: DiskEnds): Table | undefined {
	try {
		return loadTable(ends).table;
	} catch (error) {
		if (error instanceof SomaError) {
			return undefined; // none, or a broken or foreign one: judged by its signature
		}
		throw error;
	}
}

/** Everything that a disk holds, the most telling first; empty for a blank disk. */
export function findContents(sample: DiskSample): readonly Finding[] {
	const { ends, head, partitionHeads } = sample;
	const table = readableTable(ends);
	const findings: Finding[] = [];
	const isUnfinished = isUnfinishedBlock(head);
	if (isUnfinished) {
		findings.push({ kind: "unfinished" });
	}
	if (table !== undefined) {
		findings.push(...findInTable(table, sample));
	} else if (hasTableSignature(ends) && !isUnfinished) {
		// Of an installation that was cut off there may be one half of a table or the other.
		findings.push({ kind: "table", name: "GPT (broken, or of another block size)", partitions: 0 });
	}
	const classic = countMbrPartitions(head.subarray(0, 512));
	if (classic > 0) {
		findings.push({ kind: "table", name: "MBR", partitions: classic });
	}
	const ofDisk = findSignatures(head);
	// A table starts with zeros where these would be, so both at once are rare, and told.
	findings.push(...ofDisk.map((signature) => signatureOf("the disk", signature)));
	for (const partition of isSomaTable(table) ? [] : (table?.partitions ?? [])) {
		const found = findSignatures(partitionHeads.get(partition.index) ?? new Uint8Array());
		const where = nameOf(partition);
		findings.push(...found.map((signature) => signatureOf(where, signature)));
	}
	if (findings.length === 0 && !isAllZero(head)) {
		findings.push({ kind: "unknown-data" });
	}
	return findings;
}

/** True when nobody loses anything by an installation over these findings. */
export function isWorthless(findings: readonly Finding[]): boolean {
	return findings.every(({ kind }) => kind === "unfinished" || kind === "never-started");
}

/** A finding in words: `partition 2 (root): ext4 "data"`. */
export function describeFinding(finding: Finding): string {
	switch (finding.kind) {
		case "unfinished":
			return "an installation of Soma OS that was not finished";
		case "never-started":
			return `Soma OS ${versionsOf(finding.versions)} that was never started`;
		case "node": {
			const name = finding.hostname === undefined ? "" : ` named ${finding.hostname}`;
			return `a node of Soma OS ${versionsOf(finding.versions)}${name} with its STATE`;
		}
		case "table":
			return finding.partitions === 0
				? `a partition table: ${finding.name}`
				: `a partition table: ${finding.name} with ${finding.partitions} partitions`;
		case "signature": {
			const { name, label } = finding.signature;
			return `${finding.where}: ${name}${label === undefined ? "" : ` "${label}"`}`;
		}
		case "unknown-data":
			return "data of an unknown kind at its start";
	}
}

function findInTable(table: Table, sample: DiskSample): Finding[] {
	if (!isSomaTable(table)) {
		const partitions = table.partitions.length;
		return [{ kind: "table", name: "GPT", partitions }];
	}
	const versions = readSlots(table).flatMap(({ version }) => version ?? []);
	const state = sample.partitionHeads.get(layoutRow("state").index);
	if (state === undefined || isAllZero(state)) {
		return [{ kind: "never-started", versions }];
	}
	const { hostname } = sample;
	return [{ kind: "node", versions, ...(hostname === undefined ? {} : { hostname }) }];
}

function isSomaTable(table: Table | undefined): boolean {
	if (table === undefined) {
		return false;
	}
	try {
		checkLayout(table, "the disk");
		return true;
	} catch (error) {
		if (error instanceof SomaError) {
			return false;
		}
		throw error;
	}
}

function hasTableSignature({ head, tail }: DiskEnds): boolean {
	const magic = new TextEncoder().encode("EFI PART");
	const isAt = (bytes: Uint8Array, offset: number): boolean =>
		magic.every((byte, at) => bytes[offset + at] === byte);
	return (
		[512, 4096].some((offset) => isAt(head, offset)) ||
		[512, 4096].some((size) => isAt(tail, tail.length - size))
	);
}

function signatureOf(where: string, signature: Signature): Finding {
	return { kind: "signature", where, signature };
}

function nameOf({ index, label }: Partition): string {
	return label === "" ? `partition ${index}` : `partition ${index} (${label})`;
}

function versionsOf(versions: readonly string[]): string {
	return versions.length === 0 ? "(no version)" : versions.join(" and ");
}
