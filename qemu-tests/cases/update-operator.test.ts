import { expect, test } from "vitest";
import { readBuild } from "../lab/build.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { type Operator, withOperator } from "../lab/operator.ts";
import { memberCredential, nicOf } from "../lab/operator-node.ts";
import { withReleaseSite } from "../lab/release-site.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureProvenDisk, nodeMachine, waitForProvenAndApi } from "../lab/soma-node.ts";

test("an operator holds, updates and rolls back a node from his own machine", async () => {
	await withOperator(async (operator) => {
		const spec = await nodeMachine("update-operator", await ensureProvenDisk(), {
			nics: [nicOf(operator)],
			credentials: [await memberCredential(operator)],
		});
		await withReleaseSite(async (site) => {
			await withMachine(spec, async (machine) => {
				await machine.powerOn();
				expect(await waitForProvenAndApi(machine)).toBe("A");
				await holds(operator);
				const version = `${readBuild().version}.7`;
				await site.publish({ kind: "good", version });
				await site.offer(version);
				const apply = ["update", "apply", "--from", site.server.guestUrl];
				await changesHisMind(operator, apply, version);
				await updates(machine, operator, apply, version);
				await rollsBack(machine, operator);
			});
		});
	});
});

async function holds(operator: Operator): Promise<void> {
	await operator.soma("update", "hold", "the shop is open");
	expect(await operator.soma("update", "status")).toMatch(/^hold +the shop is open/m);
	await operator.soma("update", "unhold");
	expect(await operator.soma("update", "status")).not.toMatch(/^hold/m);
}

/** What was not started is taken out of its slot: nothing restarts, and nothing starts it. */
async function changesHisMind(
	operator: Operator,
	apply: readonly string[],
	version: string,
): Promise<void> {
	const applied = await operator.soma(...apply, "--no-restart", "--yes");
	expect(applied).toMatch(/starts at the next restart/);
	expect(await operator.soma("update", "rollback", "--dry-run")).toMatch(/would empty slot B/);
	const said = await operator.soma("update", "rollback", "--yes");
	expect(said).toContain(`${version} was not started yet: slot B is empty now`);
	expect(said).not.toMatch(/^restarting$/m);
	const status = await operator.soma("update", "status");
	expect(status).toMatch(new RegExp(`^refused +${version}$`, "m"));
	expect(status).not.toMatch(/starts at the next restart/);
}

async function updates(
	machine: Machine,
	operator: Operator,
	apply: readonly string[],
	version: string,
): Promise<void> {
	expect(await operator.soma(...apply, "--force", "--dry-run")).toMatch(/would go to slot B/);
	expect(await operator.soma(...apply, "--force", "--yes")).toMatch(/^restarting$/m);
	expect((await nextChoice(machine.serial)).slot).toBe("B");
	expect(await waitForProvenAndApi(machine)).toBe("B");
	expect(await operator.soma("update", "status")).not.toMatch(/starts at the next restart/);
	await machine.hand.expect("soma update run");
	expect(await operator.soma("update", "history")).toMatch(new RegExp(`${version} .*good`));
}

async function rollsBack(machine: Machine, operator: Operator): Promise<void> {
	expect(await operator.soma("update", "rollback", "--yes")).toMatch(/^restarting$/m);
	expect((await nextChoice(machine.serial)).slot).toBe("A");
	expect(await waitForProvenAndApi(machine)).toBe("A");
	expect(await operator.soma("update", "why")).toMatch(/an operator went back to/);
}
