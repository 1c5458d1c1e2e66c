import { SomaError } from "../lib/errors.ts";

/** The expected failure of an action; anything else that happens is an error of the test. */
export async function errorOf(action: () => unknown): Promise<SomaError> {
	try {
		await action();
	} catch (error) {
		if (error instanceof SomaError) {
			return error;
		}
		throw error;
	}
	throw new Error("nothing failed");
}
