import { SomaError } from "../../../userland/lib/errors.ts";

/** A change of one place in a text file. */
export interface Replacement {
	/** Where the file is, for the error. */
	readonly path: string;
	readonly from: string;
	readonly to: string;
}

/**
 * The text with the change.
 * @throws SomaError `line-moved` unless the place is there exactly once.
 */
export function replaceOnce(text: string, { path, from, to }: Replacement): string {
	const parts = text.split(from);
	if (parts.length !== 2) {
		throw new SomaError({
			code: "line-moved",
			message: `${path} has ${parts.length - 1} times what the benchmark changes: ${from}`,
			hint: "choose another line in scripts/bench/earlier/",
		});
	}
	return parts.join(to);
}
