import { afterAll, beforeEach } from "vitest";
import { answersOf } from "../../testing/test-answers.ts";
import { type Fleet, startFleet } from "../../testing/test-fleet.ts";

/** Two made-up nodes on loopback for the tests of a file. */
export interface TwoNodes {
	readonly fleet: Fleet;
	/** What was asked of them in this test. */
	readonly requests: readonly unknown[];
	/** The address of the first. */
	readonly one: string;
}

/** Starts `node-1` and `node-2`; each test begins as an administrator of both. */
export async function startTwoNodes(): Promise<TwoNodes> {
	const requests: unknown[] = [];
	const fleet = await startFleet([answersOf("node-1", requests), answersOf("node-2", requests)]);
	beforeEach(async () => {
		requests.length = 0;
		await fleet.become("admin");
		fleet.use({ nodes: fleet.addresses });
	});
	afterAll(() => fleet.close());
	return { fleet, requests, one: fleet.addresses[0] ?? "" };
}
