import {
	type ReadState,
	readState,
	type StateFile,
	stateFiles,
} from "../../core/state/versioned.ts";
import { documentFile, emptyDocument, type UpdateDocument } from "../../core/update/document.ts";
import { describePhase, mayFollow, type Phase, type PhaseKind } from "../../core/update/phase.ts";
import {
	emptyPrograms,
	type ProgramsDocument,
	programsFile,
} from "../../core/update/programs-document.ts";
import { assert } from "../../lib/assert.ts";
import type { UpdateFiles, UpdatePorts } from "../../system/update/ports.ts";

/** A run of the update agent: its ports, and the document as it is on STATE. */
export interface UpdateSession {
	readonly ports: UpdatePorts;
	readonly document: UpdateDocument;
	/** The phase that the run before this one ended in, or was ended in. */
	readonly found: PhaseKind;
	/** Replaces the document on STATE; what was said before is gone after any power cut. */
	save(next: UpdateDocument): void;
	/** Sees what an operator wishes by now: that may change while a run is under way. */
	heedWishes(): void;
	/** Enters a phase: it is on STATE when this returns. */
	enter(phase: Phase): void;
	/** Notes why a run ended that met no failure. */
	stand(because: string): void;
}

/** Begins with what STATE says. A document that cannot be read is put aside, and told of. */
export function openSession(ports: UpdatePorts): UpdateSession {
	const read = (): UpdateDocument =>
		readDocument(ports.files, (text) => ports.log("warning", `soma-update: ${text}`));
	let document = read();
	const save = (next: UpdateDocument): void => {
		assert(
			mayFollow(document.phase, next.phase),
			`"${describePhase(next.phase)}" cannot follow "${describePhase(document.phase)}"`,
		);
		ports.files.exclusively(() => {
			const { wishes } = read(); // they are the operator's alone, and may be new
			document = { ...next, wishes };
			writeDocument(ports.files, document);
		});
	};
	return {
		ports,
		found: document.phase.kind,
		get document() {
			return document;
		},
		save,
		heedWishes: () => {
			document = { ...document, wishes: read().wishes };
		},
		enter: (phase) => {
			const { standing: _standing, ...check } = document.check;
			save({ ...document, phase, check });
			ports.log("notice", `soma-update: ${describePhase(phase)}`);
		},
		stand: (because) => {
			const { problem, failures, standing } = document.check;
			if (standing !== because || problem !== undefined || failures > 0) {
				const { problem: _problem, ...check } = document.check;
				save({ ...document, check: { ...check, failures: 0, standing: because } });
				ports.log("notice", `soma-update: ${because}`);
			}
		},
	};
}

/** What STATE says; nothing was ever done when there is no document. */
export function readDocument(files: UpdateFiles, warn: (text: string) => void): UpdateDocument {
	return readStateFile(files, documentFile, warn) ?? emptyDocument;
}

/** Replaces the document; the old or the new one is there after a power cut. */
export function writeDocument(files: UpdateFiles, value: UpdateDocument): void {
	writeStateFile(files, documentFile, value);
}

/** What STATE remembers of the programs. */
export function readPrograms(files: UpdateFiles, warn: (text: string) => void): ProgramsDocument {
	return readStateFile(files, programsFile, warn) ?? emptyPrograms;
}

/** The newest value of a file of several formats; what cannot be read is put aside, and told of. */
export function readStateFile<Value>(
	files: UpdateFiles,
	file: StateFile<Value>,
	warn: (text: string) => void,
): Value | undefined {
	const { newest, broken } = readAll(files, file);
	for (const { name, problem } of broken) {
		const bytes = files.read(name);
		if (bytes !== undefined) {
			files.replace(`${name}.broken`, bytes);
			files.remove(name);
		}
		warn(`${problem}; it is put aside`);
	}
	return newest?.value;
}

/** Replaces a file in all its formats; the old or the new value is there after a power cut. */
export function writeStateFile<Value>(
	files: UpdateFiles,
	file: StateFile<Value>,
	value: Value,
): void {
	const revision = (readAll(files, file).newest?.revision ?? 0) + 1;
	for (const { name, text } of stateFiles(file, { revision, value })) {
		files.replace(name, new TextEncoder().encode(text));
	}
}

function readAll<Value>(files: UpdateFiles, file: StateFile<Value>): ReadState<Value> {
	return readState(file, (name) => {
		const bytes = files.read(name);
		return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
	});
}
