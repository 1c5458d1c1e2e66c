import { join } from "node:path";
import { expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { ignitionConfig } from "../lab/ignition.ts";
import {
	type CardBoot,
	liveNic,
	waitForLive,
	withIpxe,
	withLiveLab,
	withLiveMachine,
} from "../lab/live-node.ts";

const mebibyte = 1024 * 1024;

test("iPXE starts kernel and initrd, which keep STATE on the disk that is labelled", async () => {
	await withLiveLab(async (lab) => {
		const { server } = lab;
		const files = { "/etc/lab-source": "command line" };
		const config = { kind: "text", text: ignitionConfig({ files }) } as const;
		server.route(`/of/${liveNic.mac}.ign`, config);
		const argument = `soma.config=${server.guestUrl}/of/{mac}.ign`;
		const body = async (boot: CardBoot, directory: string): Promise<void> => {
			const disk = join(directory, "state.raw");
			await makeLabelledDisk(disk);
			const change = {
				nics: [{ ...liveNic, ...boot }],
				disks: [{ id: "state", backing: { mode: "direct", path: disk, format: "raw" } }],
			} as const;
			await withLiveMachine("live-ipxe", change, async (machine) => {
				const { serial, hand } = machine;
				await serial.waitFor(/soma-live: WARNING: nothing signed vouches for this system/);
				await serial.waitFor(/soma-live: STATE is on vda1/);
				await serial.waitFor(/first boot: making STATE/);
				await waitForLive(machine);
				const status = await machine.status.waitFor((candidate) => candidate["live"] !== null);
				expect(status["live"]).toMatchObject({ state: "disk", unsigned: true });
				expect(await hand.expect("cat /etc/lab-source")).toBe("command line");
				const machineId = await hand.expect("cat /etc/machine-id");
				await hand.expect("echo kept >/var/lib/lab-kept; echo kept >/etc/lab-kept; sync");
				await hand.run("systemctl --no-block reboot");
				await serial.waitFor(/soma-live: STATE is on vda1/);
				await waitForLive(machine);
				expect(await hand.expect("cat /var/lib/lab-kept /etc/lab-kept")).toBe("kept\nkept");
				expect(await hand.expect("cat /etc/machine-id")).toBe(machineId);
				expect(await hand.expect("systemctl --failed --plain --no-legend")).toBe("");
			});
		};
		await withIpxe(lab, body, argument);
	});
});

/** A disk with one blank partition that is named for STATE of a live system. */
async function makeLabelledDisk(path: string): Promise<void> {
	const size = String(256 * mebibyte);
	const tree = openToolTree();
	await tree.run({ argv: ["truncate", `--size=${size}`, path] });
	await tree.run({ argv: ["sgdisk", "--new=1:0:0", "--change-name=1:SOMA-STATE", path] });
}
