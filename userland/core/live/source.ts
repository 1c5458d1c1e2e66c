import { SomaError } from "../../lib/errors.ts";
import { optionOfLease } from "../network/networkd.ts";

/** Where a live system looks for the parts of its release. */
export interface LiveSource {
	/** The folder that has `release/`, or the files of it; ends with a slash. */
	readonly baseUrl: string;
	/** The URL of the program that was started, when that is known. */
	readonly bootUrl?: string;
	/** How we know. */
	readonly from: "firmware" | "command-line" | "dhcp" | "medium";
}

/** `soma.source=` of a kernel command line, if any. */
export function sourceOfCommandLine(commandLine: string): string | undefined {
	return /(?:^|\s)soma\.source=(\S+)/.exec(commandLine)?.[1];
}

/** True when the program that was started was made for a boot without a disk. */
export function isLiveCommandLine(commandLine: string): boolean {
	return /(?:^|\s)soma\.live(?:\s|$)/.test(commandLine);
}

/**
 * The folder of a release by the URL of a file or folder in it: `pxe/` of a release, and what is in
 * it, stand for the folder that holds `pxe/`. Query and fragment go.
 * @throws SomaError `live-source` for what is no HTTP URL
 */
export function releaseBase(url: string): string {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (parsed === undefined || !/^(?:https?|file):$/.test(parsed.protocol)) {
		throw new SomaError({
			code: "live-source",
			message: `${url} is no HTTP URL`,
			hint: "give soma.source=http://HOST/FOLDER/, where FOLDER holds release/",
		});
	}
	const folder = new URL("./", new URL(parsed.pathname, parsed));
	return folder.pathname.endsWith("/pxe/") ? new URL("../", folder).href : folder.href;
}

/**
 * The URL in the private option 225 of a DHCP lease, by the text of networkd's lease file: where
 * the release lies when the program came by TFTP.
 */
export function urlOfLease(lease: string): string | undefined {
	const text = optionOfLease(lease, 225);
	return text === undefined ? undefined : httpUrl(text);
}

function httpUrl(text: string): string | undefined {
	return /^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined;
}

/** What is known of how this system was started. */
export interface StartFacts {
	/** LoaderDeviceURL, which image/network-boot leaves. */
	readonly deviceUrl: string | undefined;
	/** The URL that DHCP gave by its option 225. */
	readonly dhcpUrl: string | undefined;
	readonly commandLine: string;
}

/** The sources of a boot in the order in which they are tried, without media. */
export function planSources(facts: StartFacts): readonly LiveSource[] {
	const { deviceUrl, dhcpUrl, commandLine } = facts;
	const rows = [
		{ url: deviceUrl === undefined ? undefined : httpUrl(deviceUrl), from: "firmware" },
		{ url: sourceOfCommandLine(commandLine), from: "command-line" },
		{ url: dhcpUrl, from: "dhcp" },
	] as const;
	return rows.flatMap(({ url, from }) =>
		url === undefined ? [] : [{ baseUrl: releaseBase(url), bootUrl: url, from }],
	);
}

const firstDelayMs = 1000;
const greatestDelayMs = 30_000;

/** The pause before a new attempt, in milliseconds: it doubles up to half a minute. */
export function retryDelayMs(failures: number): number {
	return Math.min(firstDelayMs * 2 ** Math.max(0, failures - 1), greatestDelayMs);
}
