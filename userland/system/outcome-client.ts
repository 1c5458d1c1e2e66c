import type { BrakeAnswer } from "../core/wave/admission.ts";
import { brakeAnswerOf } from "../core/wave/answer.ts";
import { type OutcomeKind, type OutcomeRequestBody, reasonOf } from "../core/wave/outcome.ts";
import { admissionPath, outcomesPath } from "../core/wave/server.ts";

/** Where the release server is, and how it is spoken to. */
export interface OutcomeClientOptions {
	/** The address of the repository; the two paths are put behind it. */
	readonly baseUrl: string;
	readonly token?: string;
	readonly timeoutMs?: number;
	readonly proxy?: string;
}

/** What a node tells of a release. */
export interface OutcomeReport {
	readonly release: string;
	readonly node: string;
	readonly kind: OutcomeKind;
	/** Any text; it is cut to a line. */
	readonly because: string;
	/** An operator of the node told it to take the release, whatever the brake says. */
	readonly byHand?: boolean;
}

/**
 * The release server as a node sees it. A node asks, then tells `started`, and takes the release
 * only when the answer to that is `go` or `absent`; it tells how it went until it was heard.
 */
export interface OutcomeClient {
	/** Whether the node may take the release. */
	ask(release: string, node: string): Promise<BrakeAnswer>;
	/** Tells an outcome; only `silent` means that it has to be told again. */
	report(report: OutcomeReport): Promise<BrakeAnswer>;
}

const usualTimeoutMs = 15_000;
const mostAnswerBytes = 4096;

/** Speaks to a release server over HTTP. Never throws: whatever happens is an answer. */
export function outcomeClient(options: OutcomeClientOptions): OutcomeClient {
	return {
		ask: (release, node) => post(options, admissionPath, { release, node }),
		report: ({ release, node, kind, because, byHand = false }) => {
			const body: OutcomeRequestBody = { release, node, kind, because: reasonOf(because), byHand };
			return post(options, outcomesPath, body);
		},
	};
}

async function post(
	options: OutcomeClientOptions,
	path: string,
	body: unknown,
): Promise<BrakeAnswer> {
	const { baseUrl, token, timeoutMs = usualTimeoutMs, proxy } = options;
	const headers: Record<string, string> = { "content-type": "application/json" };
	if (token !== undefined) {
		headers["authorization"] = `Bearer ${token}`;
	}
	try {
		const response = await fetch(`${baseUrl.replace(/\/+$/, "")}${path}`, {
			...{ method: "POST", headers, body: JSON.stringify(body), redirect: "manual" },
			...{ signal: AbortSignal.timeout(timeoutMs), ...(proxy === undefined ? {} : { proxy }) },
		});
		const text = await readStart(response);
		return brakeAnswerOf(response.status, text);
	} catch (cause) {
		return { kind: "silent", because: cause instanceof Error ? cause.message : String(cause) };
	}
}

/** The text of an answer, or undefined when it is longer than one of ours. */
async function readStart(response: Response): Promise<string | undefined> {
	const decoder = new TextDecoder();
	let text = "";
	let sizeBytes = 0;
	for await (const piece of response.body ?? []) {
		sizeBytes += piece.length;
		if (sizeBytes > mostAnswerBytes) {
			return;
		}
		text += decoder.decode(piece, { stream: true });
	}
	return text;
}
