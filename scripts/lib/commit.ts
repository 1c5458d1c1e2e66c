import { repositoryRoot } from "../../image/tools/tree.ts";
import { runUnchecked } from "../../userland/system/process.ts";

/** The commit of the checkout, with `-dirty` when files differ from it; `unknown` without git. */
export async function commitName(): Promise<string> {
	const argv = ["git", "-c", "safe.directory=*", "describe", "--always", "--dirty", "--abbrev=12"];
	try {
		const described = await runUnchecked({ argv, cwd: repositoryRoot });
		return described.exitCode === 0 ? described.stdout.trim() : "unknown";
	} catch {
		return "unknown"; // no git on this machine
	}
}
