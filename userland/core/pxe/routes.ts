/** What a request gets. */
export type Route =
	/** A file of the release, by its path there. */
	| { readonly kind: "file"; readonly path: string }
	/** The configuration of a machine; its MAC address when the request tells it. */
	| { readonly kind: "config"; readonly mac: string | undefined }
	| { readonly kind: "missing" };

/**
 * Where a request leads: to one of the files of the release, by exactly its path, or to the
 * configuration. Nothing else is ever served.
 */
export function routeOf(url: string, files: ReadonlySet<string>): Route {
	const { pathname, searchParams } = new URL(url);
	const path = pathname.slice(1);
	if (path === "pxe/soma.ign" || path === "soma.ign") {
		const mac = searchParams.get("mac")?.toLowerCase().replaceAll("-", ":");
		return { kind: "config", mac: mac !== undefined && macPattern.test(mac) ? mac : undefined };
	}
	return files.has(path) ? { kind: "file", path } : { kind: "missing" };
}

const macPattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** The file of a machine's configuration; undefined when it needs a MAC that is unknown. */
export function configPath(template: string, mac: string | undefined): string | undefined {
	if (!template.includes("{mac}")) {
		return template;
	}
	return mac === undefined ? undefined : template.replaceAll("{mac}", mac.replaceAll(":", "-"));
}

/** The MAC address of a neighbour in the text of /proc/net/arp. */
export function macOfNeighbour(arpTable: string, address: string): string | undefined {
	const row = arpTable.split("\n").find((line) => line.split(/\s+/)[0] === address);
	const mac = row?.split(/\s+/)[3]?.toLowerCase();
	return mac !== undefined && macPattern.test(mac) && mac !== "00:00:00:00:00:00" ? mac : undefined;
}

/** A piece of a file, both ends inside. */
export interface ByteRange {
	readonly first: number;
	readonly last: number;
}

/**
 * The piece that a Range header asks for (RFC 9110 section 14.1.2): `whole` without one, with one
 * that we do not know, or with several; `outside` when there is nothing at that place.
 */
export function rangeOf(header: string | null, sizeBytes: number): ByteRange | "whole" | "outside" {
	const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
	if (from === "" && to === "") {
		return "whole";
	}
	if (from === "") {
		const count = Math.min(Number(to), sizeBytes);
		return count === 0 ? "outside" : { first: sizeBytes - count, last: sizeBytes - 1 };
	}
	const first = Number(from);
	const last = to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
	if (first >= sizeBytes) {
		return "outside";
	}
	return last < first ? "whole" : { first, last };
}
