import type { Attack } from "./testing-attack.ts";
import {
	damagedFiles,
	damagedRows,
	expiries,
	mixedRepositories,
	replays,
	swappedFiles,
} from "./testing-attacks-on-files.ts";
import { oddSignatures, oddTexts } from "./testing-attacks-on-text.ts";
import { otherKeys, stolenOnlineKey, thresholds } from "./testing-attacks-on-trust.ts";
import type { Lab } from "./testing-lab.ts";

/** Every attack on a repository. */
export function allAttacks(lab: Lab): readonly Attack[] {
	return [
		...[damagedFiles, damagedRows, swappedFiles, mixedRepositories, replays, expiries],
		...[otherKeys, thresholds, stolenOnlineKey, oddSignatures, oddTexts],
	].flatMap((family) => family(lab));
}
