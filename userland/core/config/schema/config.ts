import { map, refused, type ValueOf, words } from "../shape.ts";
import { soma } from "./soma.ts";
import { storage } from "./storage.ts";
import { ignition, passwd, systemd } from "./system.ts";

/** The whole configuration. */
export const configShape = map({
	variant: { shape: words("soma"), help: "Always soma.", required: true },
	version: { shape: words("1.0.0"), help: "The version of this format.", required: true },
	soma: { shape: soma, help: "What makes the machine a node." },
	storage: { shape: storage, help: "Files, folders, links; data disks." },
	systemd: { shape: systemd, help: "Units." },
	passwd: { shape: passwd, help: "Users and groups." },
	ignition: { shape: ignition, help: "How the node fetches what the configuration names." },
	kernel_arguments: {
		shape: refused(
			"the command line is signed with the release and the same on every node",
			"kernel settings go to /etc/sysctl.d, see storage.files",
		),
		help: "Butane's kernel arguments.",
	},
	boot_device: {
		shape: refused("the boot disk has its layout and keeps it", "data disks go to storage.disks"),
		help: "Butane's mirrored or encrypted boot disk.",
	},
});

/** A configuration whose parts may be missing. */
export type Config = ValueOf<typeof configShape>;
