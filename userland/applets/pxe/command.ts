import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { foreignDhcpAdvice, type PxePlan, planDnsmasq } from "../../core/pxe/dnsmasq.ts";
import {
	chooseInterface,
	type InterfaceAddress,
	networkOf,
	parseRange,
} from "../../core/pxe/network.ts";
import { SomaError } from "../../lib/errors.ts";
import { type CommandSpec, type FlagValues, usageError } from "../../lib/flags.ts";
import { listenForms, parseListenAddress } from "../../lib/listen-address.ts";
import { runUnchecked } from "../../system/process.ts";
import { serveRelease } from "../../system/release-server.ts";
import { makeCommand } from "../command.ts";
import type { Command, Context } from "../context.ts";

const spec = {
	name: "soma pxe serve",
	summary: "Serves a release to machines that boot from the network.",
	details:
		"UEFI HTTP boot gets the signed system; UEFI PXE gets iPXE, which gets the same in parts.\n" +
		"With --range it gives addresses; without, it stands beside the DHCP server of the\n" +
		"network and tells PXE clients what to boot. With --http-only it serves files and says what\n" +
		"to put into the DHCP server, which HTTP boot then needs. --config may hold {mac}: each\n" +
		"machine gets its own file, such as nodes/52-54-00-00-00-01.ign. Ctrl-C ends it.",
	flags: {
		directory: { kind: "text", value: "DIR", help: "the files of a release: out/VERSION" },
		interface: { kind: "text", value: "IF", help: "the interface to serve" },
		address: { kind: "text", value: "A", help: "our address on it; its first one" },
		range: { kind: "text", value: "FIRST-LAST", help: "addresses to give to machines" },
		config: { kind: "text", value: "FILE", help: "the configuration (Ignition JSON) of nodes" },
		listen: { kind: "text", value: "HOST:PORT", help: "where HTTP is served; ADDRESS:8080" },
		"http-only": { kind: "switch", help: "no DHCP and no TFTP: say what the DHCP server needs" },
		ipxe: { kind: "text", value: "FILE", help: "iPXE for UEFI; /usr/lib/ipxe/snponly.efi" },
		dnsmasq: { kind: "text", value: "FILE", help: "the program; dnsmasq" },
	},
} as const satisfies CommandSpec;

type Flags = FlagValues<typeof spec>;

const usualPort = 8080;
const usualIpxe = "/usr/lib/ipxe/snponly.efi";

/** `soma pxe serve`: boots a lab or a rack from this machine. */
export const pxeServeCommand: Command = makeCommand(spec, async (context, { flags }) => {
	if (flags.directory === undefined) {
		throw usageError(spec, `${spec.name}: --directory is missing`);
	}
	if (flags.interface === undefined && !flags["http-only"]) {
		throw usageError(spec, `${spec.name}: give --interface, or --http-only`);
	}
	return await serve(context, { ...flags, directory: flags.directory });
});

async function serve(
	context: Context,
	flags: Flags & { readonly directory: string },
): Promise<number> {
	const own =
		flags.interface === undefined
			? undefined
			: chooseInterface(listAddresses(), flags.interface, flags.address);
	const dhcp = own === undefined || flags["http-only"] ? undefined : checkDhcp(flags, own);
	const { hostname, port } = readListen(flags.listen, own?.address);
	const server = serveRelease({
		...{ directory: flags.directory, hostname, port, config: flags.config },
		neighbours: "/proc/net/arp",
		log: (line) => context.print(line),
	});
	try {
		const serverUrl = `http://${own?.address ?? nameForOthers(hostname)}:${server.port}`;
		context.print(`serving ${flags.directory} at ${serverUrl}/`);
		if (dhcp === undefined) {
			context.print(foreignDhcpAdvice(serverUrl));
			return await untilStopped();
		}
		const {
			own: { interfaceName },
			addresses,
			ipxe: path,
		} = dhcp;
		return await withTftp(path, (ipxe) =>
			runDnsmasq(
				context,
				flags.dnsmasq ?? "dnsmasq",
				planDnsmasq({ interfaceName, addresses, serverUrl, ipxe }),
			),
		);
	} finally {
		await server.stop();
	}
}

/** An address under which other machines reach a server that listens on all of them. */
function nameForOthers(hostname: string): string {
	const isAll = hostname === "0.0.0.0" || hostname === "[::]";
	const outside = listAddresses().find(({ address }) => !address.startsWith("127."));
	return isAll && outside !== undefined ? outside.address : hostname;
}

function listAddresses(): InterfaceAddress[] {
	return Object.entries(networkInterfaces()).flatMap(([interfaceName, rows]) =>
		(rows ?? [])
			.filter(({ family }) => family === "IPv4")
			.map(({ address, netmask }) => ({ interfaceName, address, netmask })),
	);
}

/** What DHCP and TFTP need, looked at before anything is started. */
function checkDhcp(flags: Flags, own: InterfaceAddress) {
	if (process.getuid?.() !== 0) {
		throw new SomaError({
			code: "pxe-root",
			message: "DHCP and TFTP listen on ports that only root may use",
			hint: "run it with sudo, or with --http-only beside a DHCP server",
		});
	}
	const path = flags.ipxe ?? usualIpxe;
	if (!existsSync(path)) {
		throw new SomaError({
			code: "pxe-ipxe",
			message: `${path} does not exist: PXE clients get iPXE first`,
			hint: "`apt-get install ipxe`, or name it with --ipxe FILE",
		});
	}
	const addresses =
		flags.range === undefined
			? ({ kind: "foreign", network: networkOf(own) } as const)
			: ({ kind: "range", ...parseRange(flags.range, own) } as const);
	return { own, addresses, ipxe: path };
}

/** A folder with iPXE and nothing else, which dnsmasq can read when it is not root any more. */
async function withTftp<T>(ipxe: string, body: (ipxe: PxePlan["ipxe"]) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "soma-tftp-"));
	const file = basename(ipxe);
	try {
		chmodSync(folder, 0o755);
		copyFileSync(ipxe, join(folder, file));
		chmodSync(join(folder, file), 0o444);
		return await body({ folder, file });
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** `HOST:PORT`, either of which may be missing; an IPv6 address is in brackets. */
function readListen(
	text: string | undefined,
	address: string | undefined,
): { readonly hostname: string; readonly port: number } {
	const given = parseListenAddress(text ?? `:${usualPort}`);
	if (given === undefined) {
		throw usageError(spec, `${spec.name}: --listen is ${listenForms}, not "${text}"`);
	}
	const { hostname = address ?? "0.0.0.0", port = usualPort } = given;
	return { hostname, port };
}

/** Runs dnsmasq until it ends, or we are told to; all it says is shown. */
async function runDnsmasq(
	context: Context,
	program: string,
	words: readonly string[],
): Promise<number> {
	let last = "";
	const stop = new AbortController();
	void untilStopped().then(() => stop.abort());
	const { exitCode } = await runUnchecked({
		argv: [program, ...words],
		signal: stop.signal,
		onLine: (line) => {
			last = line;
			context.print(line);
		},
	});
	if (exitCode === 0 || stop.signal.aborted) {
		return 0;
	}
	const taken = /in use/i.test(last);
	throw new SomaError({
		code: "pxe-dnsmasq",
		message: `dnsmasq ended with ${exitCode}: ${last}`,
		hint: taken
			? "another DHCP or TFTP server runs on this machine (`ss -lunp`): stop it, or use --http-only"
			: "the words above say why; --http-only works beside a DHCP server",
	});
}

function untilStopped(): Promise<number> {
	return new Promise((resolve) => {
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => resolve(0));
		}
	});
}
