/**
 * The description of a virtual machine: plain data, so that a failed case can keep it beside its
 * logs.
 */
export interface MachineSpec {
	/** Names the logs: lower-case letters, digits and dashes. */
	readonly name: string;
	/** Virtual processors; 1 by default. */
	readonly cpus?: number;
	/** Memory; 1024 MiB by default. */
	readonly memoryMiB?: number;
	readonly firmware: Firmware;
	/**
	 * Loads a kernel without any boot loader (with UEFI firmware: through its QEMU kernel loader).
	 */
	readonly directBoot?: DirectBoot;
	readonly disks: readonly DiskSpec[];
	/** systemd credentials, given as SMBIOS type 11 strings. */
	readonly credentials?: readonly Credential[];
	/** Entries of QEMU's fw_cfg by name, for example `opt/com.coreos/config`, and their text. */
	readonly firmwareConfig?: Readonly<Record<string, string>>;
	/** An i6300esb watchdog whose bite is a reset. */
	readonly watchdog?: boolean;
	/**
	 * A TPM 2.0 of its own (swtpm behind a CRB device), which keeps its state over power cuts for as
	 * long as the machine exists. No snapshot can hold it.
	 */
	readonly tpm?: boolean;
	readonly nics?: readonly NicSpec[];
	/** The live status of the node over virtio-serial port `org.soma.status.0`; on by default. */
	readonly statusPort?: boolean;
	/**
	 * The lab's hand: its disk, its units and virtio-serial port `org.soma.lab.0`; off by default.
	 */
	readonly hand?: boolean;
	/** Leaves the power off, so that a test can change the disks first; then `powerOn()`. */
	readonly startsOff?: boolean;
	/** The start of the real-time clock, `-rtc base=`; the host's UTC by default. */
	readonly clock?: string;
}

/**
 * UEFI from OVMF with variables of its own, the same with Secure Boot enforced, the same with
 * Secure Boot and no keys yet, or none (SeaBIOS).
 */
export type Firmware =
	| ({ readonly kind: "uefi" } & NetworkBoot)
	| ({ readonly kind: "secure-boot"; readonly keys: SecureBootKeys } & NetworkBoot)
	| { readonly kind: "setup-mode" }
	| { readonly kind: "none" };

/** A boot from the network by the firmware itself. */
interface NetworkBoot {
	/** The URL that the firmware boots at its first start, as an operator enters it in the set-up. */
	readonly bootUrl?: string;
}

/** Paths of PEM certificates that are put into the firmware's variables. */
export interface SecureBootKeys {
	readonly platformKey: string;
	readonly keyExchangeKey: string;
	readonly signatureDatabase: readonly string[];
}

/** Paths of a kernel and an initrd, and the kernel command line. */
export interface DirectBoot {
	readonly kernel: string;
	readonly initrd?: string;
	readonly commandLine?: string;
}

/** `cdrom` is a drive with a medium in it, which is read-only. */
export type DiskBus = "virtio" | "nvme" | "ahci" | "usb" | "scsi" | "cdrom";

/**
 * What happens to the file of a disk: `overlay` leaves it as it is and writes into a private qcow2
 * on top; `direct` writes into it; `read-only` refuses writes; `blank` needs no file and makes an
 * empty disk.
 */
export type DiskBacking =
	| {
			readonly mode: "overlay" | "direct" | "read-only";
			readonly path: string;
			readonly format: DiskFormat;
	  }
	| { readonly mode: "blank" };

export type DiskFormat = "raw" | "qcow2";

export interface DiskSpec {
	/** Names the QEMU node and device: letters and digits, starts with a letter. */
	readonly id: string;
	readonly backing: DiskBacking;
	/** Size of a blank disk, or the size to which an overlay grows. */
	readonly sizeBytes?: number;
	readonly bus?: DiskBus;
	/** At most 20 characters: the limit of virtio-blk. */
	readonly serial?: string;
	/** The place in the firmware's boot order; a disk without one is not booted. */
	readonly bootIndex?: number;
	readonly logicalBlockBytes?: 512 | 4096;
	readonly physicalBlockBytes?: 512 | 4096;
}

/**
 * A systemd credential (systemd.exec(5), systemd-debug-generator(8) for `systemd.extra-unit.*`).
 */
export interface Credential {
	readonly name: string;
	readonly text: string;
}

/**
 * A network card: on a port of the lab's switch (path of its socket) or on QEMU's user-mode
 * network.
 */
export type NicSpec = ({ readonly kind: "switch"; readonly path: string } & Nic) | UserNic;

/** A card on QEMU's user-mode network. */
export interface UserNic extends Nic {
	readonly kind: "user";
	/** QEMU `hostfwd` rules, for example `tcp:127.0.0.1:8080-:80`. */
	readonly forwards?: readonly string[];
	/** A directory that is served by TFTP, and the file that DHCP names as boot file. */
	readonly tftp?: { readonly directory: string; readonly bootFile: string };
}

interface Nic {
	readonly mac: string;
	/** The place in the firmware's boot order; a card without one is not booted from. */
	readonly bootIndex?: number;
}

/** The virtio-serial port over which a node tells its live status, one JSON object a line. */
export const statusPortName = "org.soma.status.0";
/** The virtio-serial port of the lab's hand. */
export const handPortName = "org.soma.lab.0";
