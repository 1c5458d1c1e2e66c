import { absolutePath, matching } from "../judges.ts";
import { boolean, list, map, mode, number, refused, text, words } from "../shape.ts";
import { overwrite, owner, resource } from "./resource.ts";

const path = (help: string) =>
	({ shape: text("absolute path", absolutePath), help, required: true }) as const;

const guid = text(
	"GUID",
	matching(/^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, "a GUID"),
);

const file = map({
	path: path("Where the file is put. /usr is sealed; /run and /tmp are gone at the next boot."),
	contents: { shape: resource, help: "What is in it; an empty file without it." },
	append: { shape: list(resource), help: "What is appended to a file that exists." },
	mode: { shape: mode, help: "Permissions in octal; 0644 without it." },
	user: { shape: owner, help: "The owner; root without it." },
	group: { shape: owner, help: "The group; root without it." },
	overwrite,
});

const directory = map({
	path: path("Where the folder is made."),
	mode: { shape: mode, help: "Permissions in octal; 0755 without it." },
	user: { shape: owner, help: "The owner; root without it." },
	group: { shape: owner, help: "The group; root without it." },
	overwrite,
});

const link = map({
	path: path("Where the link is made."),
	target: {
		shape: text("path", matching(/^.+$/, "a path")),
		help: "Where it leads, as it is written into the link.",
		required: true,
	},
	hard: { shape: boolean, help: "A second name of the same file instead of a symbolic link." },
	user: { shape: owner, help: "The owner of a symbolic link." },
	group: { shape: owner, help: "The group of a symbolic link." },
	overwrite,
});

const partition = map({
	label: {
		shape: text("label", matching(/^[^:]{1,36}$/, "a label of at most 36 characters without :")),
		help: "The name under /dev/disk/by-partlabel. Give label or number.",
	},
	number: { shape: number(1, 128), help: "The place in the table; the next free one without it." },
	size_mib: { shape: number(0, 2 ** 40), help: "The size in MiB; 0 takes all that is free." },
	start_mib: { shape: number(0, 2 ** 40), help: "The first MiB; 0 takes the first gap." },
	type_guid: { shape: guid, help: "What it is for; Linux data without it." },
	guid: { shape: guid, help: "Its own GUID; a random one without it." },
	wipe_partition_entry: {
		shape: boolean,
		help: "Remove a partition that is there and does not match.",
	},
	should_exist: { shape: boolean, help: "false removes it." },
	resize: { shape: boolean, help: "Change the size of one that is there." },
});

const device = (help: string) =>
	({ shape: text("device", absolutePath), help, required: true }) as const;

const disk = map({
	device: device(
		"The disk by a name that stays, below /dev/disk/by-id or by-path. Never the boot disk.",
	),
	wipe_table: { shape: boolean, help: "Begin with an empty table. All data on the disk is lost." },
	partitions: { shape: list(partition), help: "The partitions to make, change or remove." },
});

const filesystem = map({
	device: device("The partition or disk, by a name that stays, such as /dev/disk/by-partlabel/..."),
	path: {
		shape: text("absolute path", absolutePath),
		help: "Where it is mounted while the node is configured, so that files can be put on it.",
	},
	format: {
		shape: words("ext4", "vfat", "swap", "none"),
		help: "The file system; these are what the kernel has.",
	},
	label: { shape: text("label", matching(/^.{1,16}$/, "a label")), help: "Its label." },
	uuid: {
		shape: text("UUID", matching(/^[0-9A-Fa-f-]{4,36}$/, "a UUID")),
		help: "Its UUID; a random one without it.",
	},
	options: { shape: list(text("option")), help: "Further words for mkfs." },
	mount_options: { shape: list(text("option")), help: "Options for mounting it." },
	wipe_filesystem: {
		shape: boolean,
		help: "Make it anew even if there is one of the same format and label.",
	},
	with_mount_unit: {
		shape: boolean,
		help: "Also make the unit that mounts it, or turns swap on, at every boot. Needs path.",
	},
});

/** The section `storage`. */
export const storage = map({
	files: { shape: list(file), help: "Files." },
	directories: { shape: list(directory), help: "Folders. Those above a file are made anyway." },
	links: { shape: list(link), help: "Symbolic and hard links." },
	filesystems: { shape: list(filesystem), help: "File systems on data disks." },
	disks: {
		shape: list(disk),
		help: "Partitions of data disks. The boot disk has its layout and keeps it.",
	},
	raid: {
		shape: refused("the kernel has no software RAID", "use a RAID controller, or replicate data"),
		help: "Butane's RAID arrays.",
	},
	luks: {
		shape: refused(
			"encrypted data disks are not supported by specification 3.3.0 as we ship it",
			"STATE itself can be encrypted, see the operating guide",
		),
		help: "Butane's encrypted volumes.",
	},
	trees: {
		shape: refused("folders are not copied", "list the files one by one with contents.local"),
		help: "Butane's copies of local folders.",
	},
});
