import { expect, test } from "vitest";
import { withMachine } from "../lab/machine.ts";
import { openOfflineDisk } from "../lab/offline-disk.ts";
import { smallGuest } from "../lab/small-guest.ts";

test("the hand works in a guest through every kind of restart", async () => {
	const spec = await smallGuest("lab-guest", { watchdog: true });
	await withMachine(spec, async (machine) => {
		const { hand } = machine;
		await machine.serial.waitFor(/small guest: init has started/);
		expect(await hand.expect("uname -s")).toBe("Linux");
		expect(await hand.run("echo out; echo err >&2; exit 3")).toEqual({
			exitCode: 3,
			output: "out\nerr\n",
		});
		const long = "x".repeat(50_000);
		expect(await hand.expect(["echo", long])).toBe(long);

		await hand.expect("echo kept >/dev/vda; sync; echo before >/run/memory");
		await machine.saveSnapshot("written");
		await hand.expect("echo after >/run/memory; echo lost >/dev/vda; sync");
		await machine.loadSnapshot("written");
		expect(await hand.expect("cat /run/memory")).toBe("before");
		expect(await hand.expect("head -c 4 /dev/vda")).toBe("kept");

		await machine.powerCut();
		const disk = await openOfflineDisk(machine.disk("main"));
		expect(new TextDecoder().decode(await disk.read(0, 4))).toBe("kept");
		await machine.powerOn();
		expect(await hand.expect("head -c 4 /dev/vda; ls /run/memory 2>/dev/null || true")).toBe(
			"kept",
		);

		machine.qmp.forgetEvents();
		await hand.expect("(sleep 1; echo c >/proc/sysrq-trigger) &");
		await machine.serial.waitFor(/Kernel panic/);
		await machine.waitForEvent("RESET");
		await machine.serial.waitFor(/small guest: init has started/);
	});
});

test("a guest that stops feeding its watchdog is reset by it", async () => {
	const spec = await smallGuest("lab-watchdog", { watchdog: true });
	await withMachine(spec, async (machine) => {
		await machine.hand.expect("watchdog -T 3 -t 600 /dev/watchdog0");
		await machine.waitForEvent("WATCHDOG");
		await machine.serial.waitFor(/init has started[\s\S]*init has started/);
	});
});
