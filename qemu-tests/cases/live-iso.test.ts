import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { required } from "../../userland/lib/assert.ts";
import { trustOnly } from "../lab/efi-signing.ts";
import { isoMedium, waitForLive, withLiveLab, withLiveMachine } from "../lab/live-node.ts";
import { scaledMs } from "../lab/timeouts.ts";

const installMs = scaledMs(600_000);

test("with Secure Boot on the ISO installs from itself; its key r leads to rescue", async () => {
	await withLiveLab(async ({ build, directory, server }) => {
		const medium = isoMedium(directory);
		const backing = { mode: "overlay", path: build.disk, format: "raw" } as const;
		const change = {
			firmware: {
				kind: "secure-boot",
				keys: trustOnly(required(build.signer, "keys of the build")),
			},
			// A disk of another node is there, and is left alone.
			disks: [
				medium,
				{ id: "main", backing },
				{ id: "blank", backing: { mode: "blank" }, sizeBytes: 5 * 2 ** 30 },
			],
			nics: [],
		} as const;
		await withLiveMachine("live-iso", change, async (machine) => {
			const { serial, hand } = machine;
			await serial.waitFor(/soma-live: release \S+ from file:\/\/\/run\/soma\/medium\//);
			await waitForLive(machine);
			const status = await machine.status.waitFor((candidate) => candidate["live"] !== null);
			expect(status["live"]).toMatchObject({ baseUrl: "file:///run/soma/medium/", state: "ram" });
			const manifest = readFileSync(join(directory, "release/manifest.json"), "utf8");
			expect(`${await hand.expect("cat /run/soma/medium/manifest.json")}\n`).toBe(manifest);
			expect(await hand.expect("grep -c vda /proc/mounts || true")).toBe("0");
			expect(server.requests).toEqual([]);
			const told = await hand.expect("soma install --to /dev/vdb", installMs);
			expect(told).toMatch(/from \/run\/soma\/medium\/[\s\S]*starts it at the next boot/);

			// The medium is first again: QEMU rewrites the order of the firmware at each start.
			await hand.run("systemctl --no-block reboot");
			await serial.waitFor(/soma-live: Soma OS \S+ without a disk; the key r starts the rescue/);
			serial.write("r");
			await serial.waitFor(/soma-rescue: Soma OS rescue/);
			serial.write("c slot list --disk /dev/vdb\r");
			await serial.waitFor(new RegExp(`A +${build.version} +`));
			await serial.waitFor(/soma-rescue: done/);
		});
	});
});
