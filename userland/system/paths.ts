/**
 * Every path of the system that our programs touch: one table, so that it can be read and replaced
 * in tests.
 */
export const systemPaths = {
	osRelease: "/usr/lib/os-release",
	/** Only the initrd has it. */
	initrdRelease: "/etc/initrd-release",
	osReleaseElsewhere: "/etc/os-release",
	kernelRelease: "/proc/sys/kernel/osrelease",
	commandLine: "/proc/cmdline",
	uptime: "/proc/uptime",
	bootId: "/proc/sys/kernel/random/boot_id",
	memory: "/proc/meminfo",
	mounts: "/proc/self/mountinfo",
	processes: "/proc",
	memoryPressure: "/proc/pressure/memory",
	loadAverage: "/proc/loadavg",
	hostname: "/proc/sys/kernel/hostname",
	/** Files of the agent that end with the boot. */
	runtime: "/run/soma",
	swaps: "/proc/swaps",
	machineId: "/etc/machine-id",
	blockDevices: "/sys/class/block",
	inputDevices: "/sys/class/input",
	deviceNodes: "/dev",
	efiVariables: "/sys/firmware/efi/efivars",
	/** STATE is the root file system; this directory must be writable for a node to be healthy. */
	stateDirectory: "/var/lib/soma",
	state: "/",
	/** How the initrd opened STATE, in a word. */
	stateProtection: "/run/soma-state/protection",
	/** Where systemd-pstore(8) puts what the firmware kept of a crash. */
	crashes: "/var/lib/systemd/pstore",
	/** What the `soma:` section of the configuration became; absent until there was one. */
	nodeConfig: "/etc/soma/node.json",
	/** Root of the node while the initrd runs, the state of first-boot configuration, its facts. */
	sysroot: "/sysroot",
	provisionState: "/run/soma/provision.json",
	/** The URL that the boot image came from, written by who loaded it over the network. */
	bootUrl: "/run/soma/boot-url",
	firmwareConfig: "/sys/firmware/qemu_fw_cfg/by_name/opt/com.coreos/config/raw",
	firmwareFacts: "/sys/class/dmi/id",
	networkLinks: "/sys/class/net",
	networkState: "/run/systemd/netif",
	resolvConf: "/etc/resolv.conf",
	/** What the agent found last, for `soma status`. */
	health: "/run/soma/health.json",
	/** Names of the terminals that `console=` made consoles, and the credentials of PID 1. */
	consoles: "/sys/class/tty/console/active",
	credentials: "/run/credentials/@system",
	/** What updating remembers, the root that it trusts first, and where it may scribble. */
	update: "/var/lib/soma/update",
	updateRoot: "/usr/share/soma/update/root.json",
	updateScratch: "/run/soma-update",
	/** A file whose time is that of the release (clock-epoch, systemd-timesyncd(8)). */
	clockEpoch: "/usr/lib/clock-epoch",
	/** Is there when the clock was set by a time server. */
	clockSynchronised: "/run/systemd/timesync/synchronized",
	/** What the release server asks nodes for; a secret. */
	releaseToken: "/etc/soma/release-token",
	/** What makes the node one of a cluster; a secret. */
	ticket: "/etc/soma/ticket",
	watchdog: "/sys/class/watchdog/watchdog0",
	/** Where systemd-journald(8) takes entries with fields. */
	journal: "/run/systemd/journal/socket",
	/** What was applied at the first boot, and what asks for that again. */
	provisioned: "/var/lib/soma/provisioned.json",
	reset: "/var/lib/soma/reset.json",
	/** What a live system says about itself, and the manifest that came with its signed initrd. */
	liveRecord: "/run/soma/live.json",
	releaseManifest: "/run/soma/release-manifest.json",
	/** The certificate of the key that signed the release of /usr. */
	releaseCertificate: "/usr/share/soma/release.pem",
	/** In the initrd of a live system: the parts of the release. */
	liveManifest: "/usr/lib/soma/release/manifest.json",
	statusPort: "/dev/virtio-ports/org.soma.status.0",
} as const;

/** The table with other paths in it, for tests. */
export type SystemPaths = Readonly<Record<keyof typeof systemPaths, string>>;
