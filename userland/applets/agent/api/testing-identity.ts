import { SomaError } from "../../../lib/errors.ts";
import type { IdentityPort } from "./ports.ts";

/** The identity of a node that has a name and does nothing for others. */
export function namedIdentity(nodeId: string): IdentityPort {
	const never = (): never => {
		throw new SomaError({ code: "not-issuing", message: "not here" });
	};
	return {
		nodeId,
		material: never,
		peerOf: never,
		onChange: () => undefined,
		describe: () => ({ nodeId }),
		renewFor: never,
		updateTrust: never,
		challenge: never,
		enrol: never,
	};
}
