import { shellQuote } from "../../userland/system/process.ts";

/** How to enter the tool tree. */
export interface Entry {
	/** The root of the tool tree. */
	readonly tree: string;
	/** Directories of the host that are seen inside at the same path, in the order of mounting. */
	readonly binds: readonly string[];
	/** True for root; anybody else becomes root of a user namespace with their subordinate ids. */
	readonly privileged: boolean;
	readonly cwd: string;
	/** Added to a small fixed environment. */
	readonly env: Readonly<Record<string, string>>;
}

const fixedEnvironment: Readonly<Record<string, string>> = {
	PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	HOME: "/root",
	LC_ALL: "C.UTF-8",
	TERM: "dumb",
	TZ: "UTC",
};

/**
 * The argument vector that runs a program inside the tool tree, in a private mount namespace
 * entered by pivot_root(2). A plain chroot is not enough: mkosi and every user namespace fail
 * inside one (EPERM).
 */
export function enterArgv(entry: Entry, argv: readonly string[]): string[] {
	const script = entryScript(entry, argv);
	const identity = entry.privileged ? [] : ["--user", "--map-root-user", "--map-auto"];
	return ["unshare", ...identity, "--mount", "--propagation", "private", "sh", "-euc", script];
}

function entryScript(entry: Entry, argv: readonly string[]): string {
	const tree = shellQuote(entry.tree);
	const mounts = ["/dev", "/proc", "/sys", "/tmp", ...entry.binds].map((path) => {
		const inside = shellQuote(`${entry.tree}${path}`);
		return `mkdir -p ${inside}; mount --rbind ${shellQuote(path)} ${inside}`;
	});
	const environment = Object.entries({ ...fixedEnvironment, ...entry.env }).map(([key, value]) =>
		shellQuote(`${key}=${value}`),
	);
	return [
		"PATH=$PATH:/usr/sbin:/sbin", // an ordinary user's PATH on Debian lacks them
		`mount --rbind ${tree} ${tree}`,
		...mounts,
		`if [ -e /etc/resolv.conf ]; then cat /etc/resolv.conf >${tree}/etc/resolv.conf; fi`,
		`cd ${tree}`,
		"mkdir -p .outside",
		"pivot_root . .outside",
		"umount -l /.outside",
		`cd ${shellQuote(entry.cwd)}`,
		`exec env -i ${environment.join(" ")} ${argv.map(shellQuote).join(" ")}`,
	].join("\n");
}
