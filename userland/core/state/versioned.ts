import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";

/** A value as some file had it, and how often it had been written by then. */
export interface Revised<Value> {
	readonly revision: number;
	readonly value: Value;
}

/** One format of a file on STATE; values are always those of the newest format. */
export interface StateFormat<Value> {
	/** From 1 on; it is part of the file's name. */
	readonly number: number;
	/** Reads a text of this format, and brings it forward. @throws SomaError */
	readonly parse: (text: string, place: string) => Revised<Value>;
	/** Brings a value back to this format; what it has no place for is left out. */
	readonly format: (revised: Revised<Value>) => string;
}

/** Every format of a file that some release may still read, in the order of their numbers. */
export interface StateFile<Value> {
	/** The name without number and extension: `state` is `state.1.json`. */
	readonly name: string;
	readonly formats: readonly StateFormat<Value>[];
}

/** What the files of all formats say together. */
export interface ReadState<Value> {
	/** Undefined when no file is there, or none can be read. */
	readonly newest: Revised<Value> | undefined;
	/** Files that cannot be read, each with its reason. */
	readonly broken: readonly { readonly name: string; readonly problem: string }[];
}

/** The name of the file of a format. */
export function nameOfFormat(file: Pick<StateFile<unknown>, "name">, number: number): string {
	return `${file.name}.${number}.json`;
}

/**
 * Reads the file that was written last. After a roll-back that is the one of an older format: its
 * release went on writing it, and knew nothing of the newer one beside it.
 */
export function readState<Value>(
	file: StateFile<Value>,
	read: (name: string) => string | undefined,
): ReadState<Value> {
	const broken: { name: string; problem: string }[] = [];
	let newest: Revised<Value> | undefined;
	for (const { number, parse } of file.formats) {
		const name = nameOfFormat(file, number);
		const text = read(name);
		if (text === undefined) {
			continue;
		}
		try {
			const found = parse(text, name);
			// The same revision in a newer format says more.
			newest = newest !== undefined && newest.revision > found.revision ? newest : found;
		} catch (error) {
			if (!(error instanceof SomaError)) {
				throw error;
			}
			broken.push({ name, problem: error.message });
		}
	}
	return { newest, broken };
}

/**
 * The files to write, in their order: the newest format first, so that a power cut in between
 * leaves older releases one step behind, and never this one.
 */
export function stateFiles<Value>(
	file: StateFile<Value>,
	revised: Revised<Value>,
): readonly { readonly name: string; readonly text: string }[] {
	assert(
		file.formats.every(({ number }, at) => number === at + (file.formats[0]?.number ?? 1)),
		`the formats of ${file.name} follow each other`,
	);
	return file.formats
		.map(({ number, format }) => ({ name: nameOfFormat(file, number), text: format(revised) }))
		.reverse();
}
