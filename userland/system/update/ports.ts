import type { Chunk, ChunkIndex } from "../../core/chunk/index-file.ts";
import type { BootEntries } from "../../core/efi/boot-entries.ts";
import type { HardDrive } from "../../core/efi/load-option.ts";
import type { TrialChange } from "../../core/efi/trial-entries.ts";
import type { LoadedTable } from "../../core/gpt/load.ts";
import type { DiskStep } from "../../core/gpt/plan.ts";
import type { SlotPart } from "../../core/release/manifest.ts";
import type { ProgramPart, RepositoryRelease } from "../../core/repository/release.ts";
import type { SlotIndexes } from "../../core/update/assembly.ts";
import type { HistoryEntry } from "../../core/update/document.ts";
import type { Explanation } from "../../core/update/explain.ts";
import type { Attempt, ReleaseName } from "../../core/update/phase.ts";
import type { SystemFacts } from "../../core/update/reconcile.ts";
import type { InstallDisk } from "../install-disk.ts";
import type { EspVolume } from "./esp.ts";

/**
 * Files of the update agent on STATE, below one directory. Names may have one folder in them.
 */
export interface UpdateFiles {
	/** Undefined when there is no such file. */
	read(name: string): Uint8Array | undefined;
	/** After a power cut the old or the new content is there. */
	replace(name: string, bytes: Uint8Array): void;
	/** Opens a file for parts of it; it is made when something is written. */
	openLoose(name: string): LooseFile;
	/** What was written loosely is safe when this returns. */
	flush(): void;
	/** The files of a folder, by their names in it. */
	list(folder: string): readonly string[];
	remove(name: string): void;
	/**
	 * Runs what reads a file and replaces it while no other process does the same. For moments: the
	 * others stand still.
	 * @throws SomaError `update-busy`
	 */
	exclusively<T>(work: () => T): T;
	/** What can still be written. */
	freeBytes(): number;
}

/** A file of which parts are read and written; it stays open until it is closed. */
export interface LooseFile {
	/** None when there is no such file. */
	sizeBytes(): number;
	/** Fills the target from there; false when the file ends before. */
	readInto(offsetBytes: number, target: Uint8Array): boolean;
	/**
	 * A power cut before the next {@link UpdateFiles.flush} may leave all, a part, zeros or nothing
	 * of it, and does not touch what was flushed before.
	 */
	write(offsetBytes: number, bytes: Uint8Array): void;
	/** Drops what follows; as loose as a write. */
	truncate(sizeBytes: number): void;
	close(): void;
}

/** The boot disk: content of the idle slot is written to it, and its table. */
export interface UpdateDisk
	extends Pick<
		InstallDisk,
		"blockSizeBytes" | "read" | "readInto" | "write" | "flush" | "forgetCache"
	> {
	readTable(): Promise<LoadedTable>;
	/**
	 * Reads the table, and writes the steps that `change` makes of it, in their order, every flush
	 * a real one; nobody else writes the table meanwhile.
	 */
	changeTable(change: (loaded: LoadedTable) => readonly DiskStep[]): Promise<void>;
}

/** What a channel offers at present. */
export interface Offer {
	/** Undefined when it offers nothing. */
	readonly release: ReleaseName | undefined;
	readonly withdrawn: readonly string[];
}

/** A release with all that is needed to put it together. */
export interface DescribedRelease {
	readonly description: RepositoryRelease;
	readonly indexes: Readonly<Record<SlotPart, ChunkIndex>>;
}

/** Where releases come from: everything it says is signed, except the bytes of chunks. */
export interface UpdateRepository {
	/** Looks for new metadata. @param version what an operator named, instead of the channel */
	refresh(version: string | undefined): Promise<Offer>;
	/**
	 * The release with its indexes, as they are signed.
	 * @param here indexes that are on this machine: less of the wanted ones is fetched
	 */
	describe(version: string, here?: readonly SlotIndexes[]): Promise<DescribedRelease>;
	/** The indexes of a release that is installed, if the repository still has it. */
	findIndexes(
		release: ReleaseName,
		here?: readonly SlotIndexes[],
	): Promise<DescribedRelease | undefined>;
	/** A chunk as a store has it, compressed; what is in it has its name and length. */
	fetchChunk(chunk: Chunk): Promise<Uint8Array>;
}

/** Where programs of the EFI system partition come from. */
export interface ProgramRepository extends Pick<UpdateRepository, "findIndexes" | "fetchChunk"> {
	programIndex(release: RepositoryRelease, program: ProgramPart): Promise<ChunkIndex>;
}

/** The machine that the agent runs on. */
export interface UpdateMachine {
	facts(): Promise<SystemFacts>;
	/** Asks for a restart, and returns when that was accepted. */
	restart(): Promise<void>;
	clock(): "synchronised" | "unknown";
	/** From 0 up to 1. */
	random(): number;
	randomBytes(count: number): Uint8Array;
	/** Lines of evidence of a release that did not stay, and why that was. */
	explain(attempt: Attempt): Promise<Explanation>;
}

/** Whether the moment has come to write a slot and restart into it. */
export type Moment =
	| { readonly kind: "now" }
	| { readonly kind: "wait"; readonly because: string }
	/** The release must not be taken any more. */
	| { readonly kind: "drop"; readonly because: string };

/** Everything that the update agent does to the world. */
export interface UpdatePorts {
	readonly files: UpdateFiles;
	readonly disk: UpdateDisk;
	readonly repository: UpdateRepository;
	readonly machine: UpdateMachine;
	/**
	 * Window, wave, ticket: asked before the slot is touched.
	 * @param isBegun it had its permission, and was interrupted: only what came since stops it
	 */
	readonly judgeMoment: (
		release: ReleaseName,
		how: { readonly isBegun: boolean },
	) => Promise<Moment>;
	/** Tells whoever counts outcomes; false when nobody could be told. */
	readonly report: (entry: HistoryEntry) => Promise<boolean>;
	readonly log: (level: "notice" | "warning", text: string) => void;
}

/** What the firmware says about starts of this machine, and what it is told. */
export interface Firmware {
	/** Undefined without EFI variables. */
	read(): FirmwareVariables | undefined;
	change(change: TrialChange): void;
	/** The entry of the next start alone; undefined takes that back. */
	setNext(number: number | undefined): void;
}

/** Variables that choose what starts. */
export interface FirmwareVariables {
	readonly entries: BootEntries;
	/** The entry that started this boot. */
	readonly current: number | undefined;
	readonly next: number | undefined;
}

/** Everything that an update of the programs of the EFI system partition does to the world. */
export interface ProgramPorts {
	readonly files: UpdateFiles;
	readonly esp: EspVolume;
	readonly firmware: Firmware;
	/** The EFI system partition as boot entries name it. */
	readonly espDrive: () => Promise<HardDrive>;
	readonly repository: ProgramRepository;
	readonly machine: Pick<UpdateMachine, "facts" | "random">;
	readonly log: UpdatePorts["log"];
}
