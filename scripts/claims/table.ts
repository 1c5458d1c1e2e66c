import type { Claim } from "./claim.ts";
import { imageClaims } from "./image.ts";
import { selectorClaims } from "./image-selector.ts";
import { nodeApiClaims } from "./node-api.ts";
import { commandLineClaims } from "./node-cli.ts";
import { configClaims } from "./node-config.ts";
import { installClaims } from "./node-install.ts";
import { liveClaims } from "./node-live.ts";
import { nodePkiClaims } from "./node-pki.ts";
import { provisionClaims } from "./node-provision.ts";
import { sealClaims } from "./node-seal.ts";
import { skeletonClaims } from "./skeleton.ts";
import { updateAgentClaims } from "./update-agent.ts";
import { applyClaims } from "./update-apply.ts";
import { deltaClaims } from "./update-delta.ts";
import { updateProgramsClaims } from "./update-programs.ts";
import { repositoryClaims } from "./update-repository.ts";
import { waveClaims } from "./update-waves.ts";

/** Every claim of the project. A new topic is a new file and a line here. */
export const claimTable: readonly Claim[] = [
	...skeletonClaims,
	...imageClaims,
	...selectorClaims,
	...nodeApiClaims,
	...provisionClaims,
	...commandLineClaims,
	...nodePkiClaims,
	...installClaims,
	...sealClaims,
	...liveClaims,
	...configClaims,
	...updateAgentClaims,
	...updateProgramsClaims,
	...repositoryClaims,
	...deltaClaims,
	...applyClaims,
	...waveClaims,
];
