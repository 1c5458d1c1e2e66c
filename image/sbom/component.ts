/** A thing with a name and a version of which files of an image come. */
export interface Component {
	/** Unique: `deb:libc6`, `npm:valibot`, `linux`, `soma`. */
	readonly key: string;
	readonly name: string;
	readonly version: string;
	/** Who made it, `Organization: …` or `Person: …`. */
	readonly supplier: string;
	/** Its address as a package URL. */
	readonly purl: string | undefined;
	/** An SPDX licence expression, when it is known for certain. */
	readonly license: string | undefined;
	readonly comment: string;
}

/** Where a file comes from. */
export interface Origin {
	/** The key of the component that it belongs to. */
	readonly component: string;
	/** How it came to be, when it is not a plain copy. */
	readonly how?: string;
	/** Keys of other components that went into it. */
	readonly from?: readonly string[];
}

/** A file or symbolic link of an image. */
export interface ShippedFile {
	/** Its name in the bill: `usr/bin/soma`, `initrd/init`, `esp/EFI/BOOT/BOOTX64.EFI`. */
	readonly name: string;
	readonly sizeBytes: number;
	/** Of the content, or of a symbolic link's target; lower-case hexadecimal. */
	readonly sha1: string;
	readonly sha256: string;
	readonly linkTarget: string | undefined;
}

/** A shipped file whose origin is known. */
export interface AccountedFile extends ShippedFile {
	readonly origin: Origin;
}

/** A package URL (purl-spec): type, namespace or none, name, version, qualifiers. */
export function packageUrl(
	type: "deb" | "npm",
	path: string,
	version: string,
	qualifiers: Readonly<Record<string, string>> = {},
): string {
	const name = path.split("/").map(encodeURIComponent).join("/");
	const query = Object.entries(qualifiers)
		.map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
		.join("&");
	return `pkg:${type}/${name}@${encodeURIComponent(version)}${query === "" ? "" : `?${query}`}`;
}
