import { LengthOrHashMismatchError, UnsignedMetadataError } from "@tufjs/models/dist/error.js";
import { BadVersionError, DownloadHTTPError, PersistError } from "tuf-js/dist/error.js";
import { SomaError, type SomaErrorDetails } from "../../lib/errors.ts";

/** What a TUF client found wrong in a copy of the repository, as one clear line. */
export function metadataFailure(place: string, error: unknown): SomaError {
	if (error instanceof SomaError) {
		return error;
	}
	const why = error instanceof Error ? error.message : String(error);
	return new SomaError({ ...judge(place, error, why), cause: error });
}

function judge(place: string, error: unknown, why: string): SomaErrorDetails {
	const isOlder = /is less than current version|Missing file .* in new snapshot/.test(why);
	if (isOlder) {
		return {
			code: "repository-rollback",
			message: `${place} has older metadata than this machine already took: ${why}`,
			hint: "the copy is behind, or somebody replays an old one: take another copy",
		};
	}
	if (error instanceof UnsignedMetadataError) {
		return {
			code: "repository-signature",
			message: `${place} has metadata that the keys of this system did not sign: ${why}`,
			hint: "check that it is the repository of your release; a copy may have been changed",
		};
	}
	if (error instanceof DownloadHTTPError) {
		return {
			code: "repository-mixed",
			message: `${place} is not whole: ${why}`,
			hint: "the copy is being made, or the URL is not that of a release repository",
			retryable: true,
		};
	}
	if (error instanceof LengthOrHashMismatchError || error instanceof BadVersionError) {
		return {
			code: "repository-mixed",
			message: `${place} has files of different states in it: ${why}`,
			hint: "the copy is being made, or was changed: try again, or take another copy",
			retryable: true,
		};
	}
	if (error instanceof PersistError) {
		return {
			code: "repository-scratch",
			message: `the metadata of ${place} cannot be kept while it is judged: ${why}`,
			hint: "free space in /run",
		};
	}
	return {
		code: "repository-malformed",
		message: `${place} has metadata that is not as TUF defines it: ${why}`,
		hint: "check that it is a release repository; a copy may have been changed",
	};
}

/** The failure when metadata has ended: what, when, and what the clock says. */
export function expired(place: string, role: string, expires: string, nowMs: number): SomaError {
	return new SomaError({
		code: "repository-expired",
		message:
			`${place} is out of date: its ${role} metadata ended at ${expires}, and the clock of ` +
			`this machine says ${new Date(nowMs).toISOString()}`,
		hint: "take a copy that is kept up, or set the clock; the publisher runs `soma release renew`",
		facts: { role, expires },
		retryable: true,
	});
}

/** The failure when no copy gives a usable answer: what is most telling of all of them. */
export function noCopyLeft(failures: readonly SomaError[]): SomaError {
	const telling = failures.find(({ code }) => code !== "source-broken");
	if (telling?.code === "source-too-long") {
		const { message, hint = "" } = telling;
		return new SomaError({ code: "repository-mixed", message, hint, cause: telling });
	}
	if (telling !== undefined) {
		return telling;
	}
	return new SomaError({
		code: "repository-unreachable",
		message: `no copy of the release repository can be read: ${failures
			.map(({ message }) => message)
			.join("; ")}`,
		hint: failures[0]?.hint ?? "name a release repository",
		retryable: true,
		cause: failures[0],
	});
}
