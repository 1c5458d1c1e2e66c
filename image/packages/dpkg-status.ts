/** One installed package as dpkg knows it. */
export interface InstalledPackage {
	readonly name: string;
	readonly version: string;
	readonly architecture: string;
	readonly source: string;
	readonly sourceVersion: string;
	readonly maintainer: string;
}

/** Reads /var/lib/dpkg/status (deb-control(5), dpkg-query(1)): what is completely installed. */
export function parseDpkgStatus(text: string): InstalledPackage[] {
	return text.split(/\n\n+/).flatMap((stanza) => {
		const field = (name: string): string =>
			new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1]?.trim() ?? "";
		if (field("Status") !== "install ok installed") {
			return [];
		}
		const [name, version] = [field("Package"), field("Version")];
		// `Source: shadow (1:4.17)`: absent when it is the package itself
		const [source = "", inner] = field("Source").split(/ \(|\)/);
		return [
			{
				name,
				version,
				architecture: field("Architecture"),
				source: source === "" ? name : source,
				sourceVersion: inner ?? version,
				maintainer: field("Maintainer"),
			},
		];
	});
}
