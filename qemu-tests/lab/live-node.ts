import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureOutputs } from "../../image/outputs/main.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { type Build, readBuild } from "./build.ts";
import { deadlineOf } from "./faults.ts";
import { type LabHttpServer, openHttpServer } from "./http-server.ts";
import { type Machine, withMachine } from "./machine.ts";
import type { DiskSpec, MachineSpec, UserNic } from "./machine-spec.ts";
import { timeouts } from "./timeouts.ts";
import { withWorkDirectory } from "./work-directory.ts";

/** The lines of a live system on the console that cases wait for. */
export const liveLines = {
	healthy: /soma: live system healthy/,
	whole: /soma-live: usr is whole/,
} as const;

/** A release as a web server has it, and the machine that boots from it. */
export interface LiveLab {
	readonly build: Build;
	/** The folder of the release on the host, as `npm run image` leaves it. */
	readonly directory: string;
	readonly server: LabHttpServer;
	/** The URL of the signed program, for firmware. */
	readonly programUrl: string;
}

/** Serves the files of the newest build to guests with a card of kind `user`. */
export async function withLiveLab<T>(body: (lab: LiveLab) => Promise<T>): Promise<T> {
	const build = readBuild();
	const directory = await ensureOutputs(build, (line) => {
		process.stderr.write(`outputs: ${line}\n`);
	});
	const server = await openHttpServer({ "/": { kind: "directory", path: directory } });
	try {
		const programUrl = `${server.guestUrl}/pxe/soma.efi`;
		return await body({ build, directory, server, programUrl });
	} finally {
		await server.close();
	}
}

/** The ISO of a release in its folder, in a drive that firmware boots from. */
export function isoMedium(directory: string): DiskSpec {
	const backing = { mode: "read-only", path: join(directory, "soma.iso"), format: "raw" } as const;
	return { id: "medium", bus: "cdrom", bootIndex: 1, backing };
}

/** What a card of kind `user` needs to boot from the network by its firmware. */
export type CardBoot = Pick<UserNic, "bootIndex" | "tftp">;

/**
 * Has iPXE for a card ready, which chains the script of the release, in a folder for `body`. The
 * kernel gets these arguments besides.
 */
export async function withIpxe<T>(
	{ server }: LiveLab,
	body: (boot: CardBoot, directory: string) => Promise<T>,
	kernelArguments = "",
): Promise<T> {
	return await withWorkDirectory(async (directory) => {
		const script = `${server.guestUrl}/pxe/soma.ipxe`;
		const lines = ["#!ipxe", "dhcp", `set soma-arguments ${kernelArguments}`, `chain ${script}`];
		writeFileSync(join(directory, "autoexec.ipxe"), `${lines.join("\n")}\n`);
		const program = join(openToolTree().path, "usr/lib/ipxe/snponly.efi");
		copyFileSync(program, join(directory, "snponly.efi"));
		const tftp = { directory, bootFile: "snponly.efi" };
		return await body({ bootIndex: 1, tftp }, directory);
	});
}

/** The one network card of a machine that boots from the network. */
export const liveNic: UserNic = { kind: "user", mac: "52:54:00:00:00:01" };

/** Runs a machine without a disk of its own; its deadline is long, since emulation is slow. */
export function withLiveMachine<T>(
	name: string,
	change: Partial<MachineSpec>,
	body: (machine: Machine) => Promise<T>,
): Promise<T> {
	const { credentials = [], ...rest } = change;
	return withMachine(
		{
			name,
			memoryMiB: 1024,
			firmware: { kind: "uefi" },
			disks: [],
			nics: [liveNic],
			hand: true,
			...rest,
			credentials: [deadlineOf(900), ...credentials],
		},
		body,
	);
}

/** Waits until the live system of this boot was found healthy. */
export async function waitForLive(machine: Machine): Promise<void> {
	await machine.serial.waitFor(liveLines.healthy, {
		timeoutMs: timeouts.bootMs,
		failOn: /Kernel panic|the initrd could not go on/,
	});
}
