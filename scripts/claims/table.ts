import type { Claim } from "./claim.ts";
import { imageClaims } from "./image.ts";
import { selectorClaims } from "./image-selector.ts";
import { configClaims } from "./node-config.ts";
import { skeletonClaims } from "./skeleton.ts";

/** Every claim of the project. A new topic is a new file and a line here. */
export const claimTable: readonly Claim[] = [
	...skeletonClaims,
	...imageClaims,
	...selectorClaims,
	...configClaims,
];
