import { createHash } from "node:crypto";
import type { HistoryEntry } from "../../core/update/document.ts";
import type { BrakeAnswer } from "../../core/wave/admission.ts";
import { nodeIdOf, nodeIdText, positionOf, positionText } from "../../core/wave/position.ts";
import { type OutcomeReport, outcomeClient } from "../../system/outcome-client.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readText } from "../../system/text-file.ts";
import type { BrakePort } from "./moment.ts";

/** The release server as this node tells it what came of releases. */
export interface OutcomePort extends BrakePort {
	/** False when it has to be told again. */
	report(entry: HistoryEntry): Promise<boolean>;
}

/** The name under which release servers know this node; it tells nothing about the machine id. */
export function nodeIdFrom(paths: Pick<SystemPaths, "machineId">): string {
	return nodeIdOf(sha256(nodeIdText(readText(paths.machineId)?.trim() ?? "")));
}

/** The place of a node in the wave of a release, from 0 up to 1. */
export function positionIn(nodeId: string, version: string): number {
	return positionOf(sha256(positionText(nodeId, version)));
}

/**
 * Speaks to the first server that is one and has the release; folders and plain web servers count
 * nothing, which is no fault of theirs.
 */
export function outcomePort(
	places: readonly string[],
	nodeId: string,
	token?: string,
): OutcomePort {
	const clients = places
		.filter((place) => /^https?:/i.test(place))
		.map((baseUrl) => outcomeClient(token === undefined ? { baseUrl } : { baseUrl, token }));
	const first = async (
		say: (client: (typeof clients)[number]) => Promise<BrakeAnswer>,
	): Promise<BrakeAnswer> => {
		let silent: BrakeAnswer | undefined;
		let refused: BrakeAnswer | undefined;
		for (const client of clients) {
			const answer = await say(client);
			switch (answer.kind) {
				case "absent":
					break;
				case "silent":
					silent ??= answer;
					break;
				case "refused":
					refused ??= answer;
					break;
				default:
					return answer;
			}
		}
		// A plain mirror behind a server that says nothing is no permission. What one server refuses
		// has still to be told to another one that is silent.
		return silent ?? refused ?? { kind: "absent" };
	};
	const tell = (report: Omit<OutcomeReport, "node">): Promise<BrakeAnswer> =>
		first((client) => client.report({ ...report, node: nodeId }));
	return {
		ask: (version) => first((client) => client.ask(version, nodeId)),
		begin: (version) => tell({ release: version, kind: "started", because: "" }),
		report: async ({ release, outcome, because, wasGood }) => {
			const kind = outcome === "rolled-back" && wasGood === true ? "failed" : outcome;
			const answer = await tell({ release: release.version, kind, because });
			return answer.kind !== "silent";
		},
	};
}

function sha256(text: string): Uint8Array {
	return createHash("sha256").update(text).digest();
}
