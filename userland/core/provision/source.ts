/** Where the first-boot configuration of a node can come from, the strongest first. */
export const sourceKinds = [
	"esp",
	"credential",
	"fw-cfg",
	"config-drive",
	"boot-url",
	"dhcp",
	"command-line",
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What a place with systemd credentials says: the configuration itself, or where it is. */
export interface ConfigCredentials {
	/** `soma.config`: Ignition JSON. */
	readonly config?: string | undefined;
	/** `soma.config-url`. */
	readonly url?: string | undefined;
	/** `soma.config-ca`: further authorities for https, PEM. */
	readonly authorities?: string | undefined;
}

/** What was found in every place. A place that was not asked, or has nothing, is undefined. */
export interface SourceFacts {
	/** `/soma/*.cred` on the ESP of the boot disk. */
	readonly esp?: ConfigCredentials | undefined;
	/** SMBIOS type 11 strings and fw_cfg entries that are systemd credentials. */
	readonly credentials?: ConfigCredentials | undefined;
	/** fw_cfg `opt/com.coreos/config`, as for Fedora CoreOS in QEMU. */
	readonly firmwareConfig?: string | undefined;
	/** A file system labelled `config-2` or `SOMA-CONFIG`. */
	readonly configDrive?: { readonly place: string; readonly text: string } | undefined;
	/** The URL that the boot image was loaded from. */
	readonly bootUrl?: string | undefined;
	/** Option 224 of a DHCP answer. */
	readonly dhcpUrl?: string | undefined;
	/** `soma.config=` on the kernel command line. */
	readonly commandLineUrl?: string | undefined;
}

/** A configuration that can be had. */
export interface Candidate {
	readonly kind: SourceKind;
	/** The place in words, for people and the record. */
	readonly place: string;
	readonly content: { readonly text: string } | { readonly url: string };
	/** A 404 there means: this source has nothing, ask the next. */
	readonly optional: boolean;
}

/**
 * The configurations that the facts promise, in the order of sources; the first one counts. Only
 * an optional one may be followed by another.
 */
export function listCandidates(facts: SourceFacts): Candidate[] {
	const { configDrive, bootUrl } = facts;
	return [
		...ofCredentials("esp", "on the ESP: /soma/", ".cred", facts.esp),
		...ofCredentials("credential", "credential ", "", facts.credentials),
		...inline("fw-cfg", "fw_cfg opt/com.coreos/config", facts.firmwareConfig),
		...inline("config-drive", configDrive?.place ?? "", configDrive?.text),
		...remote("boot-url", bootUrl === undefined ? undefined : besideUrl(bootUrl), true),
		...remote("dhcp", facts.dhcpUrl, false),
		...remote("command-line", facts.commandLineUrl, false),
	];
}

/** The further authorities that the machine's credentials bring, or undefined. */
export function authoritiesOf({ esp, credentials }: SourceFacts): string | undefined {
	return esp?.authorities ?? credentials?.authorities;
}

/** A source in few words: `DHCP option 224`. */
export function describeSource(kind: SourceKind | "none" | "adopted"): string {
	const words = {
		esp: "ESP",
		credential: "credential of the machine (SMBIOS or fw_cfg)",
		"fw-cfg": "fw_cfg",
		"config-drive": "config drive",
		"boot-url": "beside the boot image",
		dhcp: "DHCP option 224",
		"command-line": "kernel command line",
		none: "no source: empty configuration",
		adopted: "this node is older than first-boot configuration",
	} as const;
	return words[kind];
}

function ofCredentials(
	kind: SourceKind,
	prefix: string,
	suffix: string,
	found: ConfigCredentials | undefined,
): Candidate[] {
	const place = (name: string): string => `${prefix}${name}${suffix}`;
	if (found?.config !== undefined) {
		return inline(kind, place("soma.config"), found.config);
	}
	return found?.url === undefined
		? []
		: [
				{
					kind,
					place: `${found.url.trim()} (${place("soma.config-url")})`,
					content: { url: found.url.trim() },
					optional: false,
				},
			];
}

function inline(kind: SourceKind, place: string, text: string | undefined): Candidate[] {
	return text === undefined ? [] : [{ kind, place, content: { text }, optional: false }];
}

function remote(kind: SourceKind, url: string | undefined, optional: boolean): Candidate[] {
	return url === undefined ? [] : [{ kind, place: url, content: { url }, optional }];
}

/** `soma.ign` in the folder of a URL, or undefined when it is no URL. */
function besideUrl(url: string): string | undefined {
	return URL.canParse(url) ? new URL("soma.ign", url).href : undefined;
}

/** The value of `soma.config=` on a kernel command line; the last one counts. */
export function commandLineUrl(commandLine: string): string | undefined {
	return commandLine
		.trim()
		.split(/\s+/)
		.findLast((word) => word.startsWith("soma.config="))
		?.slice("soma.config=".length);
}

/** What tells machines apart in a URL. */
export interface MachineFacts {
	readonly mac?: string | undefined;
	readonly serial?: string | undefined;
	readonly uuid?: string | undefined;
}

/** A URL with `{mac}`, `{serial}` and `{uuid}` filled in; names the facts that are not known. */
export function fillUrl(
	url: string,
	machine: MachineFacts,
): { readonly url: string } | { readonly missing: readonly string[] } {
	const missing: string[] = [];
	const filled = url.replace(/\{(mac|serial|uuid)\}|%7B(mac|serial|uuid)%7D/gi, (word) => {
		const name = word.replace(/[{}]|%7B|%7D/gi, "").toLowerCase() as keyof MachineFacts;
		const value = machine[name]?.trim() ?? "";
		if (value === "") {
			missing.push(name);
		}
		return encodeURIComponent(value.toLowerCase()).replaceAll("%3A", ":");
	});
	return missing.length > 0 ? { missing } : { url: filled };
}
