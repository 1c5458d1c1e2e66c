import type { FailureClass } from "../../core/update/document.ts";
import { log } from "../../system/log.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { runUnchecked } from "../../system/process.ts";
import { readText } from "../../system/text-file.ts";
import { noteAttempt } from "../../system/update/evidence.ts";
import { hasNetwork } from "../../system/update/network.ts";
import type { Work } from "../command.ts";
import { readSystemFacts } from "./machine.ts";
import { attemptOf } from "./prove.ts";
import type { giveUpSpec } from "./specs.ts";

const askTimeoutMs = 5000;

/** `soma update give-up`: the last thing that a boot does which was not proven in time. */
export const giveUp: Work<typeof giveUpSpec> = async ({ paths }) => {
	const facts = readSystemFacts(paths);
	const hadNetwork = attemptOf(paths, facts)?.hadNetwork === true;
	const reason = await findReason(paths, hadNetwork);
	log("error", `soma-update: this boot could not be proven in time: ${reason.because}`);
	noteAttempt(paths, {
		bootId: facts.bootId,
		rootHash: facts.running.rootHash,
		atSeconds: facts.nowSeconds,
		...reason,
	});
	await runUnchecked({ argv: ["journalctl", "--sync"], timeoutMs: askTimeoutMs });
	return 0;
};

/** What kept the boot from being proven: local health, and then the network. */
async function findReason(
	paths: SystemPaths,
	hadNetwork: boolean,
): Promise<{ readonly class: FailureClass; readonly because: string }> {
	const healthy = await linesOf(["is-active", "boot-complete.target"]);
	if (healthy[0] === "active") {
		return hadNetwork && hasNetwork(paths) !== true
			? { class: "network", because: "it has no network, and the release before it had one" }
			: { class: "deadline", because: "its health was good, and nobody said that it was proven" };
	}
	const failed = await linesOf(["list-units", "--failed", "--plain", "--no-legend"]);
	if (failed.length > 0) {
		const names = failed.map((line) => line.split(" ")[0]).join(", ");
		return { class: "health", because: `units failed: ${names}` };
	}
	const problem = healthProblem(readText(paths.health));
	if (problem !== undefined) {
		return { class: "health", because: problem };
	}
	const jobs = await linesOf(["list-jobs", "--plain", "--no-legend"]);
	return { class: "deadline", because: `it hung, starting ${hangingUnits(jobs)}` };
}

/** Units that are being started now; the others wait for them (systemctl(1), list-jobs). */
function hangingUnits(jobs: readonly string[]): string {
	const names = jobs.flatMap((line) => {
		const [_job, unit = "", type, state] = line.trim().split(/\s+/);
		const isOurs = unit === "soma-deadline.service"; // which runs this
		return type === "start" && state === "running" && !isOurs ? [unit] : [];
	});
	return names.length > 0 ? names.join(", ") : "nothing that could be told";
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
