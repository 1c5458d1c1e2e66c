import {
	emptyDocument,
	formatDocument,
	parseDocument,
	type UpdateDocument,
} from "../../core/update/document.ts";
import { describePhase, mayFollow, type Phase } from "../../core/update/phase.ts";
import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { UpdateFiles, UpdatePorts } from "../../system/update/ports.ts";

/** The file of the document; the number is its format. */
export const documentName = "state.1.json";

/** A run of the update agent: its ports, and the document as it is on STATE. */
export interface UpdateSession {
	readonly ports: UpdatePorts;
	readonly document: UpdateDocument;
	/** Replaces the document on STATE; what was said before is gone after any power cut. */
	save(next: UpdateDocument): void;
	/** Enters a phase: it is on STATE when this returns. */
	enter(phase: Phase): void;
	/** Notes why nothing happens; only for people. */
	stand(because: string): void;
}

/** Begins with what STATE says. A document that cannot be read is put aside, and told of. */
export function openSession(ports: UpdatePorts): UpdateSession {
	let document = readDocument(ports.files, (text) => ports.log("warning", `soma-update: ${text}`));
	const save = (next: UpdateDocument): void => {
		assert(
			mayFollow(document.phase, next.phase),
			`"${describePhase(next.phase)}" cannot follow "${describePhase(document.phase)}"`,
		);
		writeDocument(ports.files, next);
		document = next;
	};
	return {
		ports,
		get document() {
			return document;
		},
		save,
		enter: (phase) => {
			const { standing: _standing, ...check } = document.check;
			save({ ...document, phase, check });
			ports.log("notice", `soma-update: ${describePhase(phase)}`);
		},
		stand: (because) => {
			if (document.check.standing !== because) {
				save({ ...document, check: { ...document.check, standing: because } });
				ports.log("notice", `soma-update: ${because}`);
			}
		},
	};
}

/** What STATE says; nothing was ever done when there is no document. */
export function readDocument(files: UpdateFiles, warn: (text: string) => void): UpdateDocument {
	const bytes = files.read(documentName);
	if (bytes === undefined) {
		return emptyDocument;
	}
	try {
		return parseDocument(new TextDecoder().decode(bytes), documentName);
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		files.replace(`${documentName}.broken`, bytes);
		warn(`${error.message}; ${error.hint ?? ""}`);
		return emptyDocument;
	}
}

/** Replaces the document; the old or the new one is there after a power cut. */
export function writeDocument(files: UpdateFiles, document: UpdateDocument): void {
	files.replace(documentName, new TextEncoder().encode(formatDocument(document)));
}
