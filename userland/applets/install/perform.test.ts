import { expect, test } from "vitest";
import { planInstall } from "../../core/install/plan.ts";
import type { InstallPhase } from "../../core/install/progress.ts";
import { SomaError } from "../../lib/errors.ts";
import { makeFakeRelease } from "../../testing/fake-release.ts";
import { recordingDisk } from "../../testing/recording-disk.ts";
import { type InstallPorts, performInstall } from "./perform.ts";

/* Disks and operators that do not do what they should. */

const mebibyte = 1024 * 1024;
const geometry = { diskSizeBytes: 3000 * mebibyte, blockSizeBytes: 512 };
const release = makeFakeRelease();
let next = 1;
const guid = () => `00000000-0000-4000-8000-${String(next++).padStart(12, "0")}`;
const plan = planInstall({
	geometry,
	manifest: release.manifest,
	diskGuid: guid(),
	partitionGuid: guid,
	volumeId: 1,
});

function portsFor(disk: InstallPorts["disk"]): InstallPorts {
	return {
		disk,
		unpack: async function* ({ file }) {
			yield release.contents.get(file) ?? new Uint8Array();
		},
		onPhase: () => {},
		onBytes: () => {},
		checkCancelled: () => {},
	};
}

/** True when the last thing that makes a disk boot was written. */
function hasTable(disk: ReturnType<typeof recordingDisk>): boolean {
	return disk.blocks.get(1) !== undefined;
}

test.each([
	["begins anew", 1024 * mebibyte, (offset: number, realBytes: number) => offset % realBytes],
	["forgets", 2800 * mebibyte, (offset: number) => offset],
] as const)(
	"a disk that claims more than it has, and %s behind that, gets no table",
	async (...row) => {
		const [, realBytes, place] = row;
		const disk = recordingDisk(512, geometry.diskSizeBytes, new Map());
		const ports = portsFor({
			...disk,
			read: (offset, length) => disk.read(place(offset, realBytes), length),
			write: async (offset, bytes) => {
				const at = place(offset, realBytes);
				if (at < realBytes) {
					await disk.write(at, bytes);
				}
			},
		});
		await expect(performInstall(plan, ports)).rejects.toMatchObject({ code: "disk-verify" });
		expect(hasTable(disk)).toBe(false);
	},
);

test("a disk that turns one bit over is found out before it gets a table", async () => {
	const disk = recordingDisk(512, geometry.diskSizeBytes, new Map());
	const usr = plan.regions.find(({ what }) => what.startsWith("usr"));
	const ports = portsFor({
		...disk,
		read: async (offset, length) => {
			const bytes = await disk.read(offset, length);
			if (offset === usr?.offsetBytes) {
				bytes[77] = (bytes[77] ?? 0) ^ 1;
			}
			return bytes;
		},
	});
	await expect(performInstall(plan, ports)).rejects.toThrow(/usr of slot A.*reads back other/);
	expect(hasTable(disk)).toBe(false);
});

test.each<InstallPhase>(["writing", "reading-back"])(
	"who cancels while %s has a disk without a table",
	async (phase) => {
		const disk = recordingDisk(512, geometry.diskSizeBytes, new Map());
		let current: InstallPhase | undefined;
		let bytes = 0;
		await expect(
			performInstall(plan, {
				...portsFor(disk),
				onPhase: (now) => {
					current = now;
				},
				onBytes: (count) => {
					bytes += current === phase ? count : 0;
				},
				checkCancelled: () => {
					if (bytes > mebibyte) {
						throw new SomaError({ code: "install-cancelled", message: "enough" });
					}
				},
			}),
		).rejects.toMatchObject({ code: "install-cancelled" });
		expect(hasTable(disk)).toBe(false);
	},
);
