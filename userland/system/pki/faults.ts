import { SomaError } from "../../lib/errors.ts";

/**
 * An error about something that was handed to us. The cause is left out on purpose: a parser may
 * quote what it could not read, and that may be a secret.
 */
export function errorOfInput(code: string, message: string, hint?: string): SomaError {
	return new SomaError({ code, message, ...(hint === undefined ? {} : { hint }) });
}
