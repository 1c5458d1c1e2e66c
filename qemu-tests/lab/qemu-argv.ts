import { required } from "../../userland/lib/assert.ts";
import {
	type DiskFormat,
	type DiskSpec,
	type Firmware,
	handPortName,
	type MachineSpec,
	type NicSpec,
	statusPortName,
	type UserNic,
} from "./machine-spec.ts";

/** What the host provides for a machine: every path that QEMU opens, already made. */
export interface MachineFiles {
	readonly kvm: boolean;
	/** Unix sockets on which the lab listens; QEMU connects to them. */
	readonly sockets: {
		readonly qmp: string;
		readonly serial: string;
		readonly status: string;
		readonly hand: string;
	};
	/**
	 * Read-only firmware code and the private qcow2 of its variables (qcow2, so that snapshots hold
	 * it).
	 */
	readonly firmware?: { readonly code: string; readonly variables: string };
	/** The file of each disk, by disk id. */
	readonly disks: Readonly<Record<string, DiskFile>>;
	/** The control socket of the machine's TPM, on which swtpm listens. */
	readonly tpmSocket?: string;
	/** Files with one SMBIOS type 11 string each: they may be longer than an argument can be. */
	readonly smbiosStrings: readonly string[];
	/** Files with the text of each entry of fw_cfg, by its name. */
	readonly firmwareConfig?: Readonly<Record<string, string>>;
	/** Waits for `cont` before the first instruction, as a resumed snapshot needs it. */
	readonly startPaused?: boolean;
}

/** The file that QEMU opens for a disk. */
export interface DiskFile {
	readonly path: string;
	readonly format: DiskFormat;
	readonly readOnly: boolean;
}

/** The argument vector of QEMU for a machine. Pure: the same input gives the same words. */
export function qemuArgv(spec: MachineSpec, files: MachineFiles): string[] {
	const secure = knowsSecureBoot(spec.firmware);
	return [
		"qemu-system-x86_64",
		...["-name", spec.name],
		...["-nodefaults", "-no-user-config", "-display", "none"],
		// The guest may ask for a reset or for power-off; QEMU itself lives until the lab has read
		// the last words.
		...["-action", "reboot=reset,shutdown=pause,watchdog=reset"],
		...["-machine", `q35,smm=${secure ? "on" : "off"}${biosOptions(spec)}`],
		...(files.kvm ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg", "-cpu", "max"]),
		...["-smp", String(spec.cpus ?? 1), "-m", `${spec.memoryMiB ?? 1024}M`],
		...["-rtc", `base=${spec.clock ?? "utc"}`],
		...["-device", "virtio-rng-pci"],
		...firmwareArguments(files, secure),
		...directBootArguments(spec),
		...controllerArguments(spec.disks),
		...spec.disks.flatMap((disk) =>
			diskArguments(disk, required(files.disks[disk.id], `file of disk ${disk.id}`)),
		),
		...files.smbiosStrings.flatMap((path) => ["-smbios", `type=11,path=${escaped(path)}`]),
		...Object.entries(files.firmwareConfig ?? {}).flatMap(([name, path]) => [
			"-fw_cfg",
			`name=${name},file=${escaped(path)}`,
		]),
		...(spec.watchdog === true ? ["-device", "i6300esb"] : []),
		...tpmArguments(files),
		...(spec.nics ?? []).flatMap(nicArguments),
		...channelArguments(spec, files.sockets),
		...(files.startPaused === true ? ["-S"] : []),
	];
}

/** True for firmware that has Secure Boot, enforced or not, and protects its keys by SMM. */
export function knowsSecureBoot({ kind }: Firmware): boolean {
	return kind === "secure-boot" || kind === "setup-mode";
}

/** Without a screen SeaBIOS shows on the serial line what programs write by INT 10h. */
function biosOptions(spec: MachineSpec): string {
	return spec.firmware.kind === "none" ? ",graphics=off" : "";
}

/** A comma separates options of a QEMU argument unless it is doubled. */
function escaped(text: string): string {
	return text.replaceAll(",", ",,");
}

function firmwareArguments(files: MachineFiles, secure: boolean): string[] {
	if (files.firmware === undefined) {
		return [];
	}
	const code = { driver: "raw", "node-name": "firmware-code", "read-only": true };
	const variables = { driver: "qcow2", "node-name": "firmware-variables" };
	return [
		...["-blockdev", blockNode(code, files.firmware.code)],
		...["-blockdev", blockNode(variables, files.firmware.variables)],
		...["-machine", "pflash0=firmware-code,pflash1=firmware-variables"],
		...(secure ? ["-global", "driver=cfi.pflash01,property=secure,value=on"] : []),
	];
}

function blockNode(node: Readonly<Record<string, unknown>>, filename: string): string {
	return JSON.stringify({ ...node, file: { driver: "file", filename } });
}

function directBootArguments(spec: MachineSpec): string[] {
	const boot = spec.directBoot;
	if (boot === undefined) {
		return [];
	}
	return [
		...["-kernel", boot.kernel],
		...(boot.initrd === undefined ? [] : ["-initrd", boot.initrd]),
		...(boot.commandLine === undefined ? [] : ["-append", boot.commandLine]),
	];
}

/**
 * The controllers that the disks of a machine need; q35 has an AHCI controller of its own, named
 * `ide`.
 */
function controllerArguments(disks: readonly DiskSpec[]): string[] {
	const has = (bus: DiskSpec["bus"]): boolean => disks.some((disk) => disk.bus === bus);
	return [
		...(has("usb") ? ["-device", "qemu-xhci,id=usb"] : []),
		...(has("scsi") ? ["-device", "virtio-scsi-pci,id=scsi"] : []),
		...(has("ahci") ? ["-device", "ich9-ahci,id=ahci"] : []),
	];
}

function diskArguments(disk: DiskSpec, file: DiskFile): string[] {
	const node = {
		driver: file.format,
		"node-name": disk.id,
		"read-only": file.readOnly,
		discard: "unmap",
	};
	const device = {
		...deviceOfBus(disk),
		id: `${disk.id}-device`,
		drive: disk.id,
		...(disk.serial === undefined && disk.bus !== "nvme" ? {} : { serial: disk.serial ?? disk.id }),
		...(disk.bootIndex === undefined ? {} : { bootindex: disk.bootIndex }),
		...(disk.logicalBlockBytes === undefined ? {} : { logical_block_size: disk.logicalBlockBytes }),
		...(disk.physicalBlockBytes === undefined
			? {}
			: { physical_block_size: disk.physicalBlockBytes }),
	};
	return ["-blockdev", blockNode(node, file.path), "-device", JSON.stringify(device)];
}

function deviceOfBus(disk: DiskSpec): Readonly<Record<string, unknown>> {
	const bus = disk.bus ?? "virtio";
	const devices = {
		virtio: { driver: "virtio-blk-pci" },
		nvme: { driver: "nvme" },
		ahci: { driver: "ide-hd" },
		usb: { driver: "usb-storage", bus: "usb.0" },
		scsi: { driver: "scsi-hd", bus: "scsi.0" },
		cdrom: { driver: "ide-cd" },
	} as const;
	return devices[bus];
}

function tpmArguments({ tpmSocket }: MachineFiles): string[] {
	if (tpmSocket === undefined) {
		return [];
	}
	return [
		...["-chardev", `socket,id=tpm,path=${escaped(tpmSocket)}`],
		...["-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", "tpm-crb,tpmdev=tpm0"],
	];
}

function nicArguments(nic: NicSpec, index: number): string[] {
	const id = `net${index}`;
	const backend =
		nic.kind === "switch"
			? `stream,id=${id},server=off,addr.type=unix,addr.path=${escaped(nic.path)}`
			: userNetwork(id, nic);
	// Without its option ROM the card costs the firmware no time for network boot. OVMF needs none.
	const boot = nic.bootIndex === undefined ? "" : `,bootindex=${nic.bootIndex}`;
	const device = `virtio-net-pci,netdev=${id},mac=${nic.mac},romfile=${boot}`;
	return ["-netdev", backend, "-device", device];
}

function userNetwork(id: string, nic: UserNic): string {
	const { forwards = [], tftp } = nic;
	const served =
		tftp === undefined ? [] : [`tftp=${escaped(tftp.directory)}`, `bootfile=${tftp.bootFile}`];
	return ["user", `id=${id}`, ...forwards.map((rule) => `hostfwd=${rule}`), ...served].join(",");
}

function channelArguments(spec: MachineSpec, sockets: MachineFiles["sockets"]): string[] {
	const socket = (id: string, path: string): string[] => [
		"-chardev",
		`socket,id=${id},server=off,path=${escaped(path)}`,
	];
	const port = (id: string, name: string): string[] => [
		"-device",
		`virtserialport,chardev=${id},name=${name}`,
	];
	const status = spec.statusPort !== false;
	const hand = spec.hand === true;
	return [
		...socket("qmp", sockets.qmp),
		...["-mon", "chardev=qmp,mode=control"],
		...socket("serial", sockets.serial),
		...["-serial", "chardev:serial"],
		...(status || hand ? ["-device", "virtio-serial-pci"] : []),
		...(status ? [...socket("status", sockets.status), ...port("status", statusPortName)] : []),
		...(hand ? [...socket("hand", sockets.hand), ...port("hand", handPortName)] : []),
	];
}
