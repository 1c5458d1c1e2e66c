import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { run } from "../../userland/system/process.ts";
import { withMachine } from "../lab/machine.ts";
import type { MachineSpec } from "../lab/machine-spec.ts";
import { timeouts } from "../lab/timeouts.ts";

const mebibyte = 1024 * 1024;

/**
 * A machine with nothing to boot: its firmware says so on the console, and that is enough to test
 * the lab.
 */
const emptyMachine: MachineSpec = {
	name: "lab-machine",
	memoryMiB: 256,
	firmware: { kind: "uefi" },
	disks: [{ id: "main", backing: { mode: "blank" }, sizeBytes: 64 * mebibyte, bootIndex: 1 }],
	watchdog: true,
};

const nothingToBoot = /BdsDxe: (?:No bootable option|failed to load)/;

test("a machine is reset, saved, cut off and resumed, and leaves nothing", async () => {
	const { directory, pid } = await withMachine(emptyMachine, async (machine) => {
		await machine.serial.waitFor(nothingToBoot);
		const program = readFileSync(`/proc/${machine.pid()}/comm`, "utf8");
		expect(program.startsWith("qemu-system")).toBe(true);

		machine.qmp.forgetEvents();
		await machine.reset();
		await machine.waitForEvent("RESET");
		await machine.serial.waitFor(nothingToBoot);

		await machine.saveSnapshot("after-firmware");
		await machine.powerCut();
		expect(machine.pid()).toBeUndefined();
		await expect(machine.serial.waitFor(/never/)).rejects.toThrow(/QEMU has ended/);

		await machine.powerOn({ snapshot: "after-firmware" });
		expect(await machine.qmp.execute("query-status")).toMatchObject({ running: true });
		await machine.reset();
		await machine.serial.waitFor(nothingToBoot);
		return { directory: machine.directory, pid: machine.pid() };
	});
	expect(existsSync(directory)).toBe(false);
	expect(existsSync(`/proc/${pid}`)).toBe(false);
});

const startsOneAndTellsItsPid = `
	import { startMachine } from "${repositoryRoot}/qemu-tests/lab/machine.ts";
	const machine = await startMachine(${JSON.stringify({ ...emptyMachine, name: "lab-orphan" })});
	process.stdout.write(machine.pid() + "\\n");
	await new Promise(() => {});
`;

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
	"no machine outlives a program that ends by %s",
	async (signal) => {
		const program = Bun.spawn([process.execPath, "-e", startsOneAndTellsItsPid], {
			stdout: "pipe",
			stderr: "inherit",
		});
		const { value } = await program.stdout.getReader().read();
		const pid = Number(new TextDecoder().decode(value));
		expect(existsSync(`/proc/${pid}`)).toBe(true);
		program.kill(signal);
		await program.exited;
		// The kernel ends a machine a moment after its parent; tail waits for a process that is not
		// its child.
		const argv = ["tail", `--pid=${pid}`, "--follow", "/dev/null"];
		await run({ argv, timeoutMs: timeouts.qmpCommandMs });
		expect(existsSync(`/proc/${pid}`)).toBe(false);
	},
);
