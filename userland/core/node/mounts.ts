/** A mounted file system. */
export interface MountedFileSystem {
	readonly directory: string;
	readonly device: string;
	readonly type: string;
	readonly readOnly: boolean;
}

/** File systems of the kernel's own, which hold nobody's files. */
const kernelTypes: ReadonlySet<string> = new Set([
	"autofs",
	"bpf",
	"cgroup2",
	"configfs",
	"debugfs",
	"devpts",
	"efivarfs",
	"fusectl",
	"hugetlbfs",
	"mqueue",
	"nsfs",
	"proc",
	"pstore",
	"ramfs",
	"securityfs",
	"sysfs",
	"tracefs",
]);

/**
 * The mounts that hold files, from proc_pid_mountinfo(5); of several at one directory the last one,
 * which covers the others.
 */
export function parseMounts(text: string): readonly MountedFileSystem[] {
	const byDirectory = new Map<string, MountedFileSystem>();
	for (const line of text.split("\n")) {
		const [left = "", right = ""] = line.split(" - ");
		const fields = left.split(" ");
		const [type = "", device = "", superOptions = ""] = right.split(" ");
		const directory = unescapeOctal(fields[4] ?? "");
		if (directory === "" || kernelTypes.has(type)) {
			continue;
		}
		const options = [...(fields[5] ?? "").split(","), ...superOptions.split(",")];
		const readOnly = options.includes("ro");
		byDirectory.delete(directory);
		byDirectory.set(directory, { directory, device: unescapeOctal(device), type, readOnly });
	}
	return [...byDirectory.values()];
}

/** Spaces, tabs, line ends and backslashes are octal escapes there. */
function unescapeOctal(text: string): string {
	return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
		String.fromCharCode(Number.parseInt(digits, 8)),
	);
}
