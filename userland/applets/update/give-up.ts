import type { FailureClass } from "../../core/update/document.ts";
import { log } from "../../system/log.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { runUnchecked } from "../../system/process.ts";
import { readText } from "../../system/text-file.ts";
import { noteAttempt } from "../../system/update/evidence.ts";
import { hasNetwork } from "../../system/update/network.ts";
import type { Work } from "../command.ts";
import { readSystemFacts } from "./machine.ts";
import type { giveUpSpec } from "./specs.ts";

const askTimeoutMs = 5000;

/** `soma update give-up`: the last thing that a boot does which was not proven in time. */
export const giveUp: Work<typeof giveUpSpec> = async ({ paths }) => {
	const { running, bootId, nowSeconds } = readSystemFacts(paths);
	const { class: failureClass, because } = await findReason(paths);
	log("error", `soma-update: this boot could not be proven in time: ${because}`);
	noteAttempt(paths, {
		bootId,
		rootHash: running.rootHash,
		atSeconds: nowSeconds,
		class: failureClass,
		because,
	});
	return 0;
};

/** What kept the boot from being proven: units, then the agent's health, then the network. */
async function findReason(
	paths: SystemPaths,
): Promise<{ readonly class: FailureClass; readonly because: string }> {
	const failed = await linesOf(["list-units", "--failed", "--plain", "--no-legend"]);
	if (failed.length > 0) {
		const names = failed.map((line) => line.split(" ")[0]).join(", ");
		return { class: "health", because: `units failed: ${names}` };
	}
	const problem = healthProblem(readText(paths.health));
	if (problem !== undefined) {
		return { class: "health", because: problem };
	}
	if (hasNetwork(paths) === false) {
		return { class: "network", because: "there was no network until the deadline" };
	}
	const jobs = await linesOf(["list-jobs", "--plain", "--no-legend"]);
	const names = jobs.map((line) => line.trim().split(/\s+/)[1]).join(", ");
	return jobs.length > 0
		? { class: "deadline", because: `these were still to start: ${names}` }
		: { class: "deadline", because: "nothing failed, and it was not proven until the deadline" };
}

/** What the agent found wrong last. */
function healthProblem(text: string | undefined): string | undefined {
	try {
		const { checks } = JSON.parse(text ?? "") as {
			readonly checks: readonly { readonly name: string; ok: boolean; detail: string }[];
		};
		const bad = checks.find(({ ok }) => !ok);
		return bad === undefined ? undefined : `${bad.name}: ${bad.detail}`;
	} catch {
		return undefined; // the agent did not get as far
	}
}

async function linesOf(words: readonly string[]): Promise<readonly string[]> {
	const argv = ["systemctl", "--no-pager", ...words];
	const { stdout } = await runUnchecked({ argv, timeoutMs: askTimeoutMs });
	return stdout.split("\n").filter((line) => line.trim() !== "");
}
