/** What a live system says about itself in `/run/soma/live.json` (docs/on-disk-formats.md). */
export interface LiveRecord {
	readonly version: string;
	/** Where /usr came from, for a person. */
	readonly source: string;
	readonly state: "ram" | "disk";
	/** The folder of the release: `http://...` or, of a medium, `file://...`; ends with a slash. */
	readonly baseUrl: string;
	/** True when nothing signed vouches for what was started: the way of iPXE. */
	readonly unsigned: boolean;
}

/** The text of `live.json`. */
export function formatLiveRecord(record: LiveRecord): string {
	return `${JSON.stringify({ format: 1, ...record })}\n`;
}

/** Reads the text of `live.json`; undefined when it is not one. */
export function parseLiveRecord(text: string): LiveRecord | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== "object" || value === null) {
		return undefined;
	}
	const { format, version, source, state, baseUrl, unsigned } = value as Record<string, unknown>;
	return format === 1 &&
		typeof version === "string" &&
		typeof source === "string" &&
		(state === "ram" || state === "disk") &&
		typeof baseUrl === "string" &&
		typeof unsigned === "boolean"
		? { version, source, state, baseUrl, unsigned }
		: undefined;
}
