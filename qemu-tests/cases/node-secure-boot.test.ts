import { expect, test } from "vitest";
import { required } from "../../userland/lib/assert.ts";
import { readBuild } from "../lab/build.ts";
import { ensureLabKey, trustOnly } from "../lab/efi-signing.ts";
import { withMachine } from "../lab/machine.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";

test("a node boots with Secure Boot on when the firmware knows the keys of the build", async () => {
	const signer = required(readBuild().signer, "keys of the build");
	const spec = await nodeMachine("node-secure-boot-right", await ensureProvenDisk(), {
		firmware: { kind: "secure-boot", keys: trustOnly(signer) },
		startsOff: false,
	});
	await withMachine(spec, async (machine) => {
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		expect(await waitForProven(machine)).toBe("A");
		const variable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
		expect(await machine.hand.expect(`tail -c 1 ${variable} | od -An -tu1`)).toMatch(/^\s*1$/);
	});
});

test("a node does not boot with Secure Boot on when the firmware knows other keys", async () => {
	const foreign = trustOnly(await ensureLabKey("foreign"));
	const spec = await nodeMachine("node-secure-boot-wrong", await ensureProvenDisk(), {
		firmware: { kind: "secure-boot", keys: foreign },
		startsOff: false,
	});
	await withMachine(spec, async (machine) => {
		await machine.serial.waitFor(/BdsDxe: failed to load .*Access Denied|Security Violation/);
		expect(machine.serial.text()).not.toContain("soma-selector:");
	});
});
