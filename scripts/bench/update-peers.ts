import { chmodSync, copyFileSync, mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SigningKey } from "../../image/builder/efi.ts";
import { digestOfFile } from "../../image/outputs/digest.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { type SlotPart, slotParts } from "../../userland/core/release/manifest.ts";
import { type Effort, runMeasured } from "./peak-memory.ts";
import type { SlotFiles } from "./update-bytes.ts";

/** Where the parts of a slot begin on a disk, in bytes. */
export type PartOffsets = Readonly<Record<SlotPart, number>>;

/** Another way to put a release into a slot. */
export interface UpdatePeer {
	readonly title: string;
	/** Makes everything ready that is not measured. */
	prepare(): Promise<void>;
	/** Once; `disk` is a fresh copy of the disk that we update. */
	install(disk: string): Promise<Effort>;
}

const sizes: Readonly<Record<SlotPart, string>> = { boot: "128MiB", usr: "1GiB", verity: "64MiB" };

/** Runs lines of bash in the tool tree; only those of `timed` count. */
async function timed(before: string[], work: string[], after: string[]): Promise<Effort> {
	const lines = [...before, "begin=$EPOCHREALTIME", ...work, "end=$EPOCHREALTIME", ...after];
	const script = [...lines, 'echo "took $begin $end"'].join("\n");
	const argv = openToolTree().argv(["bash", "-euo", "pipefail", "-c", script]);
	const effort = await runMeasured(argv);
	const [, begin, end] = /^took (\S+) (\S+)$/m.exec(effort.stdout) ?? [];
	return { ...effort, seconds: Number(end) - Number(begin) };
}

/** The usual way: unpack into the partitions, flush, read back what was written and compare. */
export function byHand(files: SlotFiles, offsets: PartOffsets, work: string): UpdatePeer {
	const packed = (part: SlotPart): string => join(work, `${part}.zst`);
	return {
		title: "zstd, dd and sha256sum",
		prepare: async () => {
			for (const part of slotParts) {
				const argv = ["zstd", "-q", "-3", "-T0", files[part], "-o", packed(part)];
				await openToolTree().run({ argv });
			}
		},
		install: async (disk) => {
			const lines = slotParts.map(async (part) => {
				const at = offsets[part];
				const { size } = statSync(files[part]);
				const { sha256 } = await digestOfFile(files[part]);
				const read = `dd if=${disk} bs=4M iflag=skip_bytes,count_bytes status=none`;
				return [
					`zstd -dcq ${packed(part)} | dd of=${disk} bs=4M iflag=fullblock oflag=seek_bytes ` +
						`seek=${at} conv=fsync,notrunc status=none`,
					`dd if=${disk} iflag=nocache count=0 status=none`,
					`${read} skip=${at} count=${size} | sha256sum --status -c <(echo "${sha256}  -")`,
				];
			});
			return await timed([], (await Promise.all(lines)).flat(), []);
		},
	};
}

/** systemd-sysupdate with one transfer for each part, from files that nothing has to unpack. */
export function sysupdate(files: SlotFiles, work: string): UpdatePeer {
	const source = join(work, "source");
	const disk = join(work, "disk");
	const definitions = join(work, "definitions");
	const name = (part: SlotPart): string => `${part}_2.raw`;
	const types = { boot: "linux-generic", usr: "usr", verity: "usr-verity" };
	const gptTypes = {
		boot: "0fc63daf-8483-4772-8e79-3d69d8477de4",
		usr: "8484680c-9521-48c6-9c11-b0720656f69e",
		verity: "77ff5f63-e7b6-4633-acf4-1565b864c0e6",
	};
	return {
		title: "systemd-sysupdate 257",
		prepare: async () => {
			const sums: string[] = [];
			for (const folder of [source, definitions]) {
				mkdirSync(folder, { recursive: true });
			}
			for (const [at, part] of slotParts.entries()) {
				copyFileSync(files[part], join(source, name(part)));
				sums.push(`${(await digestOfFile(files[part])).sha256}  ${name(part)}\n`);
				const lines = ["[Transfer]", "Verify=no", "[Source]", "Type=url-file"];
				lines.push(`Path=file://${source}`, `MatchPattern=${part}_@v.raw`, "[Target]");
				lines.push("Type=partition", `Path=${disk}`, `MatchPattern=${part}_@v`);
				lines.push(`MatchPartitionType=${types[part]}`, "InstancesMax=2", "");
				writeFileSync(join(definitions, `${at}-${part}.transfer`), lines.join("\n"));
			}
			writeFileSync(join(source, "SHA256SUMS"), sums.join(""));
		},
		install: async () => {
			const rows = slotParts.map((part) => {
				const row = `size=${sizes[part]}, type=${gptTypes[part]}`;
				return `${row}, name=${part}_1\n${row}, name=_empty\n`;
			});
			writeFileSync(join(work, "table"), `label: gpt\n${rows.join("")}`);
			const program = "/usr/lib/systemd/systemd-sysupdate";
			const found = `sfdisk -d ${disk} | sed -n 's/.*start= *\\([0-9]*\\),.*name="PART_2"/\\1/p'`;
			return await timed(
				[
					`rm -f ${disk}`,
					`truncate -s 3G ${disk}`,
					`sfdisk -q ${disk} <${join(work, "table")}`,
					"sync",
				],
				[`${program} --definitions=${definitions} --verify=no update`],
				slotParts.map((part) => {
					const at = `$(($(${found.replace("PART", part)}) * 512))`;
					const { size } = statSync(files[part]);
					return `cmp -n ${size} -i "${at}:0" ${disk} ${files[part]}`;
				}),
			);
		},
	};
}

/** RAUC as a service on a bus of its own, with a signed bundle that it mounts. */
export function rauc(files: SlotFiles, signer: SigningKey, work: string): UpdatePeer {
	const at = (...names: string[]): string => join(work, ...names);
	const slot = (part: SlotPart, name: string): string => at(`${part}.${name}`);
	return {
		title: "RAUC 1.13",
		prepare: async () => {
			for (const folder of ["content", "mount", "data"]) {
				mkdirSync(at(folder), { recursive: true });
			}
			for (const part of slotParts) {
				const image = at("content", `${part}.img`);
				copyFileSync(files[part], image);
				truncateSync(image, Math.ceil(statSync(image).size / 4096) * 4096);
			}
			writeRaucFiles(signer, at, slot);
			const keys = [`--cert=${signer.certificate}`, `--key=${signer.key}`];
			const packing = "--mksquashfs-args=-comp zstd -Xcompression-level 3";
			const argv = ["rauc", "bundle", ...keys, packing, at("content"), at("release.raucb")];
			await openToolTree().run({ argv });
		},
		install: async () => {
			const slots = slotParts.flatMap((part) => [slot(part, "A"), slot(part, "B")]).join(" ");
			const command = `rauc --conf=${at("system.conf")}`;
			const checks = slotParts.map(
				(part) => `cmp -n ${statSync(files[part]).size} ${slot(part, "B")} ${files[part]}`,
			);
			return await timed(
				[
					`rm -rf ${slots} ${at("data")} ${at("bus")}; mkdir ${at("data")}`,
					`truncate -s 1G ${slots}; sync`,
					`dbus-daemon --config-file=${at("bus.conf")} --nofork --nopidfile & bus=$!`,
					`export DBUS_SYSTEM_BUS_ADDRESS=unix:path=${at("bus")}`,
					`until [ -S ${at("bus")} ]; do sleep 0.05; done`,
					`${command} service --override-boot-slot=A & service=$!`,
					"trap 'kill $service $bus' EXIT",
					`until rauc status >${at("status")} 2>&1; do sleep 0.05; done`,
				],
				[`${command} install ${at("release.raucb")}`],
				checks,
			);
		},
	};
}

function writeRaucFiles(
	signer: SigningKey,
	at: (name: string, ...names: string[]) => string,
	slot: (part: SlotPart, name: string) => string,
): void {
	const images = slotParts.map((part) => `[image.${part}]\nfilename=${part}.img\n`);
	const head = "[update]\ncompatible=soma\nversion=2\n[bundle]\nformat=plain\n";
	writeFileSync(at("content", "manifest.raucm"), head + images.join(""));
	const answers = "get-primary|get-current) echo A;; get-state) echo good;;";
	writeFileSync(at("backend"), `#!/bin/sh\ncase $1 in ${answers} esac\n`);
	chmodSync(at("backend"), 0o755);
	const slotRows = ["A", "B"].flatMap((name, number) =>
		slotParts.map((part) => {
			const kin = part === "usr" ? `bootname=${name}` : `parent=usr.${number}`;
			return `[slot.${part}.${number}]\ndevice=${slot(part, name)}\ntype=raw\n${kin}\n`;
		}),
	);
	const system = [
		...["[system]", "compatible=soma", "bootloader=custom", `data-directory=${at("data")}`],
		...[`mountprefix=${at("mount")}`, "bundle-formats=plain"],
		...["[handlers]", `bootloader-custom-backend=${at("backend")}`],
		...["[keyring]", `path=${signer.certificate}`, ...slotRows],
	];
	writeFileSync(at("system.conf"), system.join("\n"));
	const bus = [
		`<busconfig><type>system</type><listen>unix:path=${at("bus")}</listen>`,
		'<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/>',
		'<allow receive_sender="*"/><allow own="*"/></policy></busconfig>',
	];
	writeFileSync(at("bus.conf"), bus.join("\n"));
}
