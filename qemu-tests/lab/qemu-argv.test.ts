import { describe, expect, test } from "vitest";
import type { DiskSpec, MachineSpec } from "./machine-spec.ts";
import { type MachineFiles, qemuArgv } from "./qemu-argv.ts";

const blank: DiskSpec = { id: "main", backing: { mode: "blank" }, sizeBytes: 1024 };
const spec: MachineSpec = { name: "node", firmware: { kind: "none" }, disks: [blank] };
const files: MachineFiles = {
	kvm: false,
	sockets: { qmp: "/t/qmp", serial: "/t/serial", status: "/t/status", hand: "/t/hand" },
	disks: { main: { path: "/t/main.qcow2", format: "qcow2", readOnly: false } },
	smbiosStrings: [],
};

function words(change: Partial<MachineSpec>, fileChange: Partial<MachineFiles> = {}): string {
	return qemuArgv({ ...spec, ...change }, { ...files, ...fileChange }).join(" ");
}

const firmware = { code: "/f/code.fd", variables: "/t/variables.qcow2" };
const keys = { platformKey: "pk", keyExchangeKey: "kek", signatureDatabase: ["db"] };

describe("a description becomes words for QEMU", () => {
	const table: readonly [string, string, RegExp][] = [
		["emulation by default", words({}), /-accel tcg -cpu max/],
		["KVM where it works", words({}, { kvm: true }), /-accel kvm -cpu host/],
		["one processor, 1 GiB", words({}), /-smp 1 -m 1024M/],
		["more of both", words({ cpus: 2, memoryMiB: 2048 }), /-smp 2 -m 2048M/],
		[
			"firmware in flash",
			words({ firmware: { kind: "uefi" } }, { firmware }),
			/pflash0=firmware-code,pflash1=firmware-variables/,
		],
		[
			"Secure Boot needs SMM",
			words({ firmware: { kind: "secure-boot", keys } }, { firmware }),
			/q35,smm=on .*cfi\.pflash01,property=secure,value=on/,
		],
		[
			"setup mode is Secure Boot, too",
			words({ firmware: { kind: "setup-mode" } }, { firmware }),
			/q35,smm=on .*cfi\.pflash01,property=secure,value=on/,
		],
		[
			"a kernel without a boot loader",
			words({ directBoot: { kernel: "/k", initrd: "/i", commandLine: "quiet gpt" } }),
			/-kernel \/k -initrd \/i -append quiet gpt/,
		],
		["a disk on virtio", words({}), /"driver":"virtio-blk-pci","id":"main-device"/],
		[
			"an NVMe disk, which must have a serial number",
			words({ disks: [{ ...blank, bus: "nvme" }] }),
			/"driver":"nvme".*"serial":"main"/,
		],
		["an AHCI disk", words({ disks: [{ ...blank, bus: "ahci" }] }), /"driver":"ide-hd"/],
		["a medium in a drive", words({ disks: [{ ...blank, bus: "cdrom" }] }), /"driver":"ide-cd"/],
		[
			"a USB disk with its controller",
			words({ disks: [{ ...blank, bus: "usb" }] }),
			/qemu-xhci,id=usb .*"driver":"usb-storage","bus":"usb\.0"/,
		],
		[
			"a SCSI disk with its controller",
			words({ disks: [{ ...blank, bus: "scsi" }] }),
			/virtio-scsi-pci,id=scsi .*"driver":"scsi-hd","bus":"scsi\.0"/,
		],
		[
			"block sizes and boot order",
			words({ disks: [{ ...blank, logicalBlockBytes: 4096, bootIndex: 1 }] }),
			/"bootindex":1,"logical_block_size":4096/,
		],
		["long strings from files", words({}, { smbiosStrings: ["/t/a,b"] }), /type=11,path=\/t\/a,,b/],
		["a watchdog", words({ watchdog: true }), /watchdog=reset .*-device i6300esb/],
		[
			"a TPM",
			words({ tpm: true }, { tpmSocket: "/t/tpm,control" }),
			/socket,id=tpm,path=\/t\/tpm,,control -tpmdev emulator,.* -device tpm-crb,tpmdev=tpm0/,
		],
		["BIOS on the serial line", words({ firmware: { kind: "none" } }), /smm=off,graphics=off/],
		["the status port", words({}), /virtserialport,chardev=status,name=org\.soma\.status\.0/],
		["the hand's port", words({ hand: true }), /chardev=hand,name=org\.soma\.lab\.0/],
		[
			"a card on the switch",
			words({ nics: [{ kind: "switch", path: "/s/a", mac: "52:54:00:00:00:01" }] }),
			/stream,id=net0,server=off,addr\.type=unix,addr\.path=\/s\/a .*mac=52:54:00:00:00:01/,
		],
		[
			"a card on the user-mode network",
			words({ nics: [{ kind: "user", mac: "52:54:00:00:00:01", forwards: ["tcp::1-:2"] }] }),
			/user,id=net0,hostfwd=tcp::1-:2/,
		],
		[
			"a card that firmware boots from, with TFTP",
			words({
				nics: [
					{
						...{ kind: "user", mac: "52:54:00:00:00:01", bootIndex: 1 },
						tftp: { directory: "/t,a", bootFile: "snponly.efi" },
					},
				],
			}),
			/user,id=net0,tftp=\/t,,a,bootfile=snponly\.efi .*romfile=,bootindex=1/,
		],
	];

	test.each(table)("%s", (_name, argv, pattern) => {
		expect(argv).toMatch(pattern);
	});

	test("a port that is off does not appear", () => {
		expect(words({ statusPort: false })).not.toMatch(/virtio-serial|org\.soma/);
	});

	test("a read-only disk is read-only in QEMU, too", () => {
		const disks = { main: { path: "/t/main", format: "raw", readOnly: true } } as const;
		expect(words({}, { disks })).toMatch(/"driver":"raw","node-name":"main","read-only":true/);
	});
});
