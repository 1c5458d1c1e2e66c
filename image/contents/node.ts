import { below, type ContentRow } from "./contents.ts";
import { networkFirmware } from "./firmware.ts";
import { networkContents } from "./network.ts";
import { provisionContents } from "./provision.ts";
import { somaLibraries, systemdCore } from "./systemd.ts";

const units = "usr/lib/systemd/system";
const programs = "usr/lib/systemd";

/** Everything in /usr of a node that comes from Debian. There is no shell. */
export const nodeContents: readonly ContentRow[] = [
	...systemdCore,
	{
		reason: "what a running node reaches and passes",
		paths: below(
			units,
			`multi-user.target boot-complete.target getty.target first-boot-complete.target
			emergency.target rescue.target sigpwr.target remote-fs.target network-online.target
			nss-user-lookup.target nss-lookup.target machine.slice user.slice`,
		),
	},
	somaLibraries,
	networkFirmware,
	...provisionContents,
	...networkContents,
	{
		reason: "the machine id of the first boot is kept",
		paths: [
			"usr/bin/systemd-machine-id-setup",
			...below(
				units,
				`systemd-machine-id-commit.service
				sysinit.target.wants/systemd-machine-id-commit.service`,
			),
		],
	},
	{
		reason: "the log of earlier boots",
		paths: [
			"usr/bin/journalctl",
			`${units}/systemd-journal-flush.service`,
			`${units}/sysinit.target.wants/systemd-journal-flush.service`,
		],
	},
	{
		reason: "/tmp, /dev/mqueue, /dev/hugepages and old files in them",
		paths: below(
			units,
			`tmp.mount local-fs.target.wants/tmp.mount dev-mqueue.mount dev-hugepages.mount
			sysinit.target.wants/dev-mqueue.mount sysinit.target.wants/dev-hugepages.mount
			systemd-tmpfiles-clean.service systemd-tmpfiles-clean.timer
			timers.target.wants/systemd-tmpfiles-clean.timer`,
		),
	},
	{
		reason: "system users of this release, added to an /etc that an operator changed",
		paths: [
			"usr/bin/systemd-sysusers",
			`${units}/systemd-sysusers.service`,
			`${units}/sysinit.target.wants/systemd-sysusers.service`,
			...below("usr/lib/sysusers.d", "basic.conf systemd-journal.conf"),
		],
	},
	{
		reason: "STATE takes the room that its partition got; entropy and crash records are kept",
		paths: [
			...below(programs, "systemd-growfs systemd-random-seed systemd-pstore"),
			...below(
				units,
				`systemd-random-seed.service sysinit.target.wants/systemd-random-seed.service
				systemd-pstore.service`,
			),
		],
	},
	{
		reason: "STATE is sealed by the TPM; the initrd runs these from here, so that it stays small",
		paths: [
			"usr/sbin/cryptsetup",
			...below("usr/bin", "systemd-cryptenroll systemd-cryptsetup"),
			`${programs}/systemd-pcrextend`,
			...below(
				"usr/lib/x86_64-linux-gnu",
				`libtss2-esys.so.0 libtss2-mu.so.0 libtss2-rc.so.0 libtss2-tcti-device.so.0`,
			),
		],
	},
	{
		reason: "names of devices that settings and tests rely on",
		paths: below(
			"usr/lib/udev/rules.d",
			`60-block.rules 60-persistent-storage.rules
			60-serial.rules 60-evdev.rules 60-input-id.rules 70-power-switch.rules
			75-net-description.rules 80-net-setup-link.rules`,
		),
	},
	{
		reason: "predictable names of network links",
		paths: ["usr/lib/systemd/network/99-default.link"],
	},
	{
		reason: "folders and files of a fresh system",
		paths: below("usr/lib/tmpfiles.d", "systemd.conf tmp.conf var.conf systemd-pstore.conf"),
	},
];
