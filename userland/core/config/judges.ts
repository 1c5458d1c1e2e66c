import { cleanPath } from "../../lib/clean-path.ts";
import { parseIpAddress, parseIpNetwork } from "../../lib/ip-address.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Complaint, Judge } from "./shape.ts";

/** A judge that asks for a pattern and says what was wanted. */
export function matching(pattern: RegExp, wanted: string, hint?: string): Judge<string> {
	return (value) =>
		pattern.test(value) ? undefined : complaint(`must be ${wanted}, not ${quote(value)}`, hint);
}

/** Text in quotes, cut where it is long. */
export function quote(value: string): string {
	return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}

function complaint(message: string, hint?: string): Complaint {
	return hint === undefined ? { message } : { message, hint };
}

/** An absolute path in its shortest form, as Ignition wants it. */
export const absolutePath: Judge<string> = (value) => {
	if (!value.startsWith("/")) {
		return complaint(`must be an absolute path, not ${quote(value)}`, `write /${value}`);
	}
	const clean = cleanPath(value);
	return clean === value
		? undefined
		: complaint(`is not in its shortest form: ${quote(value)}`, `write ${clean}`);
};

/** A file below the folder that `--files-dir` names. */
export const localPath: Judge<string> = (value) =>
	value === "" || value.startsWith("/") || value.split("/").includes("..")
		? complaint(
				`must be a path below the folder that --files-dir names, not ${quote(value)}`,
				"write it without a leading slash and without ..",
			)
		: undefined;

/** A URL that a node fetches by itself in its initrd. */
export const sourceUrl: Judge<string> = (value) => {
	const scheme = /^([a-z][a-z0-9+.-]*):/.exec(value)?.[1];
	if (scheme === "data") {
		return isDataUrl(value) ? undefined : complaint("is no sound data URL", "see RFC 2397");
	}
	if (scheme === "s3" || scheme === "gs" || scheme === "tftp" || scheme === "arn") {
		const hint = "serve the file over https, or put it into the configuration with local";
		return complaint(`a node does not fetch from ${scheme}:`, hint);
	}
	return isWebUrl(value)
		? undefined
		: complaint(`must be a URL (https, http or data), not ${quote(value)}`);
};

const webUrl = new RegExp(
	"^https?://([\\w.~!$&'()*+,;=%:-]+@)?([\\w.-]+|\\[[0-9A-Fa-f:.]+\\])(:\\d{1,5})?" +
		"([/?#][\\w.~:/?#@!$&'()*+,;=%-]*)?$",
);

/** Strict where the parsers of Go and of this program could differ. */
function isWebUrl(value: string): boolean {
	return webUrl.test(value) && !/%(?![0-9A-Fa-f]{2})|#.*#/.test(value) && URL.canParse(value);
}

function isDataUrl(value: string): boolean {
	const [, base64, body = ""] =
		/^data:(?:[\w.+-]+\/[\w.+-]+(?:;[\w.+-]+=[\w.+-]+)*)?(;base64)?,(.*)$/.exec(value) ?? [];
	if (!value.includes(",") || !/^data:/.test(value)) {
		return false;
	}
	if (base64 !== undefined) {
		return body.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(body);
	}
	return /^data:[^,]*,(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/.test(value);
}

/** A proxy's URL, without a path. */
export const proxyUrl: Judge<string> = (value) =>
	isWebUrl(value) && /^https?:\/\/[^/?#]+\/?$/.test(value)
		? undefined
		: complaint(
				`must be the URL of a proxy, not ${quote(value)}`,
				"for example http://proxy.example.com:3128",
			);

/** Where a release repository or a store of chunks lies: a web address, or a folder. */
export const repositoryPlace: Judge<string> = (value) =>
	isWebUrl(value) || /^\/[^\0]*$/.test(value)
		? undefined
		: complaint(
				`must be a URL or an absolute path, not ${quote(value)}`,
				"for example https://releases.example.com/soma or /run/media/stick/soma",
			);

/** Labels of letters, digits and inner dashes (RFC 1123), at most 253 characters. */
function isHostName(value: string): boolean {
	return (
		value.length <= 253 &&
		/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(value) &&
		!/^[\d.]+$/.test(value)
	);
}

/** The name of a node: Linux takes 64 characters (uname(2)). */
export const hostName: Judge<string> = (value) =>
	isHostName(value) && value.length <= 64 && value === value.toLowerCase()
		? undefined
		: complaint(
				`must be a host name of lower-case letters, digits, dashes and dots, at most 64, ` +
					`not ${quote(value)}`,
			);

export const hostOrAddress: Judge<string> = (value) =>
	isHostName(value) || parseIpAddress(value) !== undefined
		? undefined
		: complaint(`must be a host name or an address, not ${quote(value)}`);

export const domainName: Judge<string> = (value) =>
	isHostName(value) ? undefined : complaint(`must be a domain name, not ${quote(value)}`);

export const ipAddress: Judge<string> = (value) =>
	parseIpAddress(value) === undefined
		? complaint(
				`must be an IPv4 or IPv6 address, not ${quote(value)}`,
				value.includes("/") ? "write it without the length of a prefix" : undefined,
			)
		: undefined;

export const interfaceAddress: Judge<string> = (value) =>
	parseIpNetwork(value) === undefined
		? complaint(
				`must be an address with the length of its prefix, not ${quote(value)}`,
				"for example 192.0.2.10/24 or 2001:db8::10/64",
			)
		: undefined;

export const routeDestination: Judge<string> = (value) =>
	value === "default" ? undefined : interfaceAddress(value);

/** The name of a network link: 15 bytes, no blank, slash, colon or percent sign. */
export const linkName: Judge<string> = matching(
	/^(?!\.{1,2}$)(?!all$|default$)(?=.*[A-Za-z])[A-Za-z0-9_.-]{1,15}$/,
	"the name of a link: at most 15 letters, digits, dots, dashes and underscores",
);

export const hardwareAddress: Judge<string> = matching(
	/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i,
	"a hardware address",
	"for example 52:54:00:12:34:56",
);

/** A time zone of the IANA database. */
export const timeZone: Judge<string> = (value) => {
	if (value === "UTC") {
		return;
	}
	const known = Intl.supportedValuesOf("timeZone");
	if (known.includes(value)) {
		return;
	}
	const guess = nearest(value, known);
	const hint = guess === undefined ? "for example Europe/Berlin or UTC" : `did you mean ${guess}?`;
	return complaint(`must be a time zone of the IANA database, not ${quote(value)}`, hint);
};

/** Names of users and groups as useradd(8) takes them. */
export const accountName: Judge<string> = matching(
	/^[a-z_][a-z0-9_-]{0,31}$/,
	"a name of lower-case letters, digits, dashes and underscores, at most 32, no digit first",
);

/** What crypt(5) calls a hash, or a word that no password matches. */
export const passwordHash: Judge<string> = matching(
	/^(\$[A-Za-z0-9./$=,_-]+|[!*]+)$/,
	"a hash of crypt(5), which begins with $, or * for none",
	"make one with `mkpasswd --method=yescrypt`; a password itself has no place here",
);
