import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { signProgram } from "../../image/builder/efi.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { sha256Of } from "../../userland/system/chunk-store.ts";
import { type Build, readBuild } from "../lab/build.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { type Programs, type ReleaseSite, withReleaseSite } from "../lab/release-site.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";
import { configureUpdates } from "../lab/update-config.ts";
import { updateNic } from "../lab/updated-disk.ts";
import { withWorkDirectory } from "../lab/work-directory.ts";

const busybox = "/run/lab/bin/busybox";

test("rescue and selector follow what runs; a selector that does not start is undone", async () => {
	const build = readBuild();
	const { version } = build;
	await withWorkDirectory(async (work) => {
		await withReleaseSite(async (site) => {
			const spec = await nodeMachine("update-programs", await ensureProvenDisk(), {
				nics: [updateNic],
			});
			await withMachine(spec, async (machine) => {
				await machine.powerOn();
				expect(await waitForProven(machine)).toBe("A");
				await stopTimer(machine);
				await configureUpdates(machine, site);
				const good = await signAgain(build, work);
				await take(machine, site, `${version}.21`, "B", good);

				const startedAt = performance.now();
				await machine.hand.expect("soma update run", timeouts.bootMs);
				expect(await programsOf(machine)).toMatchObject({
					rescue: { version: `${version}.21` },
					trial: { kind: "waiting", target: { version: `${version}.21` } },
				});
				expect(await filesOf(machine)).toEqual({
					rescue: digestOf(good.rescue),
					first: digestOf(good.selector),
					second: digestOf(build.selector),
				});
				await restart(machine);
				await machine.hand.expect("soma update run", timeouts.bootMs);
				reportSeconds("rescue-and-selector-replaced", performance.now() - startedAt);
				const programs = await programsOf(machine);
				expect(programs).toMatchObject({
					selector: { version: `${version}.21` },
					trial: { kind: "none" },
					failed: [],
				});
				const updated = await filesOf(machine);
				expect(updated.second).toBe(digestOf(good.selector));

				const garbage = join(work, "garbage.efi");
				writeFileSync(
					garbage,
					readFileSync(good.selector).map((byte) => byte ^ 0xff),
				);
				await take(machine, site, `${version}.22`, "A", { ...good, selector: garbage });
				await machine.hand.expect("soma update run", timeouts.bootMs);
				expect((await filesOf(machine)).first).toBe(digestOf(garbage));
				await restart(machine);
				await machine.hand.expect("soma update run", timeouts.bootMs);
				expect(await programsOf(machine)).toMatchObject({
					trial: { kind: "none" },
					failed: [{ version: `${version}.22` }],
				});
				expect(await filesOf(machine)).toEqual(updated);
				expect(await machine.hand.expect("soma update status")).toContain("it is not tried again");
				await restart(machine);
				await machine.hand.expect("soma update run", timeouts.bootMs);
				expect(await filesOf(machine)).toEqual(updated);
			});
		});
	});
});

/** The same programs, signed at another time: other bits, as a new build has them. */
async function signAgain(build: Build, work: string): Promise<Required<Programs>> {
	const sign = async (program: "selector" | "rescue"): Promise<string> => {
		const path = join(work, `${program}.efi`);
		const { signer, epochSeconds } = build;
		await signProgram(openToolTree(), build[program], path, signer, epochSeconds + 1);
		expect(digestOf(path)).not.toBe(digestOf(build[program]));
		return path;
	};
	return { selector: await sign("selector"), rescue: await sign("rescue") };
}

async function take(
	machine: Machine,
	site: ReleaseSite,
	version: string,
	slot: "A" | "B",
	programs: Programs,
): Promise<void> {
	await site.publish({ kind: "good", version }, programs);
	await site.offer(version);
	await machine.hand.expect("soma update apply", timeouts.bootMs);
	expect((await nextChoice(machine.serial)).slot).toBe(slot);
	expect(await waitForProven(machine)).toBe(slot);
	await stopTimer(machine);
}

/** The case says when the agent runs. */
async function stopTimer(machine: Machine): Promise<void> {
	await machine.hand.expect("systemctl stop soma-update.timer soma-update.service");
}

async function restart(machine: Machine): Promise<void> {
	await machine.hand.expect("systemctl --no-block reboot");
	await nextChoice(machine.serial);
	await waitForProven(machine);
	await stopTimer(machine);
}

async function programsOf(machine: Machine): Promise<unknown> {
	const text = await machine.hand.expect("soma update status --json");
	return (JSON.parse(text) as { readonly programs: unknown }).programs;
}

async function filesOf(
	machine: Machine,
): Promise<Readonly<Record<"rescue" | "first" | "second", string>>> {
	const at = "/run/lab-esp";
	const names = ["EFI/soma/rescue.efi", "EFI/soma/selector.efi", "EFI/BOOT/BOOTX64.EFI"];
	const text = await machine.hand.expect(
		`PATH=$PATH:/run/lab/bin; mkdir -p ${at}; mount -t vfat -o ro /dev/vda1 ${at} && cd ${at} && ` +
			`${busybox} sha256sum ${names.join(" ")}; cd /; umount ${at}`,
		timeouts.bootMs,
	);
	const [rescue = "", first = "", second = ""] = text.split("\n").map((line) => line.slice(0, 64));
	return { rescue, first, second };
}

function digestOf(path: string): string {
	return sha256Of(readFileSync(path));
}
