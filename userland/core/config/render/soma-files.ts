import { type Named, valuesOf } from "../findings.ts";
import type { Config } from "../schema/config.ts";
import { networkFiles } from "./network-files.ts";
import { nodeConfigOf } from "./node-json.ts";

type Soma = NonNullable<Config["soma"]>;

/** A file that the section `soma` becomes. */
export interface SomaFile {
	readonly path: string;
	readonly mode: number;
	readonly text: string;
	/** The key that asks for it. */
	readonly from: string;
}

/** Where extra authorities are found; named in DefaultEnvironment= for programs of Bun. */
const extraAuthorities = "/etc/ssl/certs/soma-extra.pem";

/**
 * The files of the section `soma`.
 * @param local the bytes of local files by name; a missing one counts as empty
 */
export function somaFiles(soma: Soma, local: ReadonlyMap<string, Uint8Array>): SomaFile[] {
	const files: SomaFile[] = [];
	const add = (path: string, from: string, text: string, mode = 0o644): void => {
		files.push({ path, mode, text, from });
	};
	const textOf = (name: string): string => new TextDecoder().decode(local.get(name));
	const node = `${JSON.stringify(nodeConfigOf(soma), null, "\t")}\n`;
	add("/etc/soma/node.json", "soma", node);
	if (soma.update?.token !== undefined) {
		add("/etc/soma/release-token", "soma.update.token", `${soma.update.token}\n`, 0o600);
	}
	if (soma.update?.share_port !== undefined) {
		add("/etc/soma/share-port", "soma.update.share_port", `${soma.update.share_port}\n`);
	}
	if (soma.hostname !== undefined) {
		add("/etc/hostname", "soma.hostname", `${soma.hostname}\n`);
	}
	const { ticket, ticket_local: ticketFile } = soma;
	if (ticket !== undefined || ticketFile !== undefined) {
		const text = ticket ?? textOf(ticketFile ?? "");
		const from = ticket === undefined ? "soma.ticket_local" : "soma.ticket";
		add("/etc/soma/ticket", from, `${text.trim()}\n`, 0o600);
	}
	const authorities = valuesOf(soma.ca_certificates);
	if (authorities.length > 0) {
		const pem = authorities
			.map(({ inline, local: name }) => inline ?? textOf(name ?? ""))
			.join("\n");
		add(extraAuthorities, "soma.ca_certificates", withoutBlankLines(pem));
	}
	const ntp = valuesOf(soma.ntp);
	if (ntp.length > 0) {
		const text = `[Time]\nNTP=${ntp.join(" ")}\n`;
		add("/etc/systemd/timesyncd.conf.d/50-soma.conf", "soma.ntp", text);
	}
	const environment = environmentOf(soma);
	if (environment.length > 0) {
		const text = `[Manager]\nDefaultEnvironment=${environment.map(quoteAssignment).join(" ")}\n`;
		add("/etc/systemd/system.conf.d/50-soma.conf", "soma.proxy", text);
	}
	files.push(...networkFiles(soma.network ?? {}));
	return files;
}

/** The paths of those files, for what else may be written; nothing without the section. */
export function writtenPaths(soma: Soma | undefined): Named[] {
	return soma === undefined
		? []
		: somaFiles(soma, new Map()).map(({ path, from }) => ({ name: path, path: from }));
}

/** What every service of the node finds in its environment. */
function environmentOf({ proxy, ca_certificates: authorities }: Soma): [string, string][] {
	const pairs: [string, string][] = [];
	const both = (name: string, value: string): void => {
		pairs.push([name, value], [name.toLowerCase(), value]);
	};
	if (proxy?.http !== undefined) {
		both("HTTP_PROXY", proxy.http);
	}
	if (proxy?.https !== undefined) {
		both("HTTPS_PROXY", proxy.https);
	}
	if (pairs.length > 0) {
		both("NO_PROXY", ["localhost", "127.0.0.1", "::1", ...valuesOf(proxy?.no)].join(","));
	}
	if (valuesOf(authorities).length > 0) {
		pairs.push(["NODE_EXTRA_CA_CERTS", extraAuthorities]);
	}
	return pairs;
}

/** `"NAME=value"`; a percent sign begins a specifier, a backslash an escape. */
function quoteAssignment([name, value]: readonly [string, string]): string {
	const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%");
	return `"${name}=${escaped}"`;
}

function withoutBlankLines(text: string): string {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
	return `${lines.join("\n")}\n`;
}
