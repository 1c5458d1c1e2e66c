import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { readBuild } from "../../qemu-tests/lab/build.ts";
import { withMachine } from "../../qemu-tests/lab/machine.ts";
import { withReleaseSite } from "../../qemu-tests/lab/release-site.ts";
import { nextChoice } from "../../qemu-tests/lab/selector-line.ts";
import { freshNode, nodeMachine, waitForProven } from "../../qemu-tests/lab/soma-node.ts";
import { scaledMs } from "../../qemu-tests/lab/timeouts.ts";
import { updateNic } from "../../qemu-tests/lab/updated-disk.ts";
import { assert } from "../../userland/lib/assert.ts";
import { run } from "../../userland/system/process.ts";
import type { SoakJob, SoakRound } from "./job.ts";

/** The first commit whose nodes take releases by themselves. Whatever comes later starts there. */
const firstCommit = "c49413667e70ce353d2ae9e31e151751ae8d666c";

const stateRoomBytes = 1024 ** 3;
/** All of a release, a chunk at a time, by the agent of that day and under emulation. */
const wholeFetchMs = scaledMs(1_500_000);

/** A node of the first release, built anew from its commit, takes the present one. */
async function round(_seed: number, number: number): Promise<SoakRound> {
	try {
		await updateFromFirst();
		return { count: 1, failures: [] };
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		return { count: 1, failures: [`round ${number}: ${words}`] };
	}
}

async function updateFromFirst(): Promise<void> {
	const first = await buildFirst();
	const build = readBuild();
	const version = `${build.version}.99`; // both may be of one day
	await withReleaseSite(async (site) => {
		await site.publish({ kind: "good", version });
		await site.offer(version);
		const spec = await nodeMachine("first-release", first, { nics: [updateNic] });
		// The site does not know the first release, so all of the present one is fetched to STATE.
		const sizeBytes = statSync(first).size + stateRoomBytes;
		const disks = [{ ...freshNode({ ...build, disk: first }), sizeBytes }];
		await withMachine({ ...spec, disks }, async (machine) => {
			await machine.powerOn();
			await waitForProven(machine);
			await machine.hand.expect("echo kept > /var/lib/lab-state");
			await machine.hand.expect(`soma update apply --from ${site.server.guestUrl}`, wholeFetchMs);
			const choice = await nextChoice(machine.serial);
			assert(choice.slot === "B" && choice.version === version, "the present release starts");
			await waitForProven(machine);
			await machine.hand.expect("soma update run");
			const history = await machine.hand.expect("soma update history");
			assert(history.includes(version) && history.includes(" good "), `it is good: ${history}`);
			const kept = await machine.hand.expect("cat /var/lib/lab-state");
			assert(kept === "kept", "what the first release wrote is there");
		});
	});
}

/** The disk of the first release, from a checkout of its commit in the cache. */
async function buildFirst(): Promise<string> {
	const checkout = join(cacheDirectory(), `first-release-${firstCommit.slice(0, 12)}`);
	if (!existsSync(checkout)) {
		const staging = `${checkout}.${process.pid}`;
		const clone = ["clone", "--quiet", "--no-checkout", repositoryRoot, staging];
		await run({ argv: ["git", ...clone] });
		await run({ argv: ["git", "-C", staging, "checkout", "--quiet", "--detach", firstCommit] });
		renameSync(staging, checkout);
	}
	await run({ argv: ["npm", "run", "image"], cwd: checkout });
	const record = JSON.parse(readFileSync(join(checkout, "out", "build.json"), "utf8")) as {
		readonly disk: string;
	};
	return record.disk;
}

/** The promise that the oldest node reaches the newest release in one step. */
export const firstRelease: SoakJob = {
	name: "first-release",
	unit: "updates",
	about:
		"a node of the first release that updates itself takes the present one, and keeps its state",
	round,
};
