/** A configuration of a node as a case describes it; Ignition JSON comes of it. */
export interface LabConfig {
	/** Files by path, mode 0644. */
	readonly files?: Readonly<Record<string, string>>;
	/** Files by path that only root may read. */
	readonly secretFiles?: Readonly<Record<string, string>>;
	/** Files by path whose content comes from a URL. */
	readonly remoteFiles?: Readonly<Record<string, string>>;
	/** Units that are enabled, by name. */
	readonly units?: Readonly<Record<string, string>>;
	readonly users?: readonly string[];
	/** URLs of further configurations. */
	readonly merge?: readonly string[];
}

/** Ignition JSON of a configuration. */
export function ignitionConfig(config: LabConfig): string {
	const { files = {}, secretFiles = {}, remoteFiles = {} } = config;
	const { units = {}, users = [], merge = [] } = config;
	const sources = [
		...Object.entries(files).map(([path, text]) => [path, dataUrl(text), 0o644] as const),
		...Object.entries(secretFiles).map(([path, text]) => [path, dataUrl(text), 0o600] as const),
		...Object.entries(remoteFiles).map(([path, url]) => [path, url, 0o644] as const),
	];
	return JSON.stringify({
		ignition: {
			version: "3.3.0",
			...(merge.length === 0 ? {} : { config: { merge: merge.map((source) => ({ source })) } }),
		},
		...(users.length === 0 ? {} : { passwd: { users: users.map((name) => ({ name })) } }),
		storage: {
			files: sources.map(([path, source, mode]) => ({ path, mode, contents: { source } })),
		},
		systemd: {
			units: Object.entries(units).map(([name, contents]) => ({ name, enabled: true, contents })),
		},
	});
}

/** A unit that leaves a file behind each time that it runs. */
export function markingUnit(file: string): string {
	return `[Unit]
Description=Case of the lab: it ran
DefaultDependencies=no
After=local-fs.target
[Service]
Type=oneshot
ExecStart=/usr/bin/systemctl --version
StandardOutput=truncate:${file}
[Install]
WantedBy=multi-user.target
`;
}

function dataUrl(text: string): string {
	return `data:;base64,${Buffer.from(text, "utf8").toString("base64")}`;
}
