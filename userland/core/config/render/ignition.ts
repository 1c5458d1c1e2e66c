import { isRecord } from "../each-map.ts";
import { type Config, configShape } from "../schema/config.ts";
import { resource } from "../schema/resource.ts";
import type { Shape, ValueOf } from "../shape.ts";
import { encodeContents, type Gzip } from "./data-url.ts";
import { mountUnits } from "./mount-units.ts";
import { type SomaFile, somaFiles } from "./soma-files.ts";

/** A value of JSON. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** What rendering needs besides the configuration. */
export interface RenderInputs {
	/** The bytes of each local file that the configuration names. */
	readonly local: ReadonlyMap<string, Uint8Array>;
	readonly gzip: Gzip;
}

type JsonMap = { readonly [key: string]: Json };

/** The specification that Debian's Ignition 2.14 takes. */
const specification = "3.3.0";

/** Ignition's JSON of a configuration that was checked and is sound. */
export function renderIgnition(config: Config, inputs: RenderInputs): JsonMap {
	const { storage, systemd, passwd, ignition } = configShape.keys;
	const asFile = (file: SomaFile): Json => renderFile(file, inputs.gzip);
	const { soma } = config;
	const written = soma === undefined ? [] : somaFiles(soma, inputs.local).map(asFile);
	const data = section(storage.shape, config.storage, inputs);
	const units = section(systemd.shape, config.systemd, inputs);
	const files = [...written, ...listOf(data["files"]).map(withMode(0o644))];
	const directories = listOf(data["directories"]).map(withMode(0o755));
	const allUnits = [...listOf(units["units"]), ...mountUnits(config.storage).map(asJson)];
	return dropEmpty({
		ignition: {
			version: specification,
			...withDefaults(section(ignition.shape, config.ignition, inputs), config, inputs),
		},
		storage: dropEmpty({ ...data, directories, files }),
		systemd: dropEmpty({ units: allUnits }),
		passwd: section(passwd.shape, config.passwd, inputs),
	});
}

/** Proxies and authorities of the node serve while it is configured too. */
function withDefaults(ignition: JsonMap, config: Config, inputs: RenderInputs): JsonMap {
	const { proxy, ca_certificates: authorities } = config.soma ?? {};
	const result: Record<string, Json> = { ...ignition };
	if (proxy !== undefined && ignition["proxy"] === undefined) {
		const { http, https, no } = proxy;
		result["proxy"] = dropEmpty({
			...(http === undefined ? {} : { httpProxy: http }),
			...(https === undefined ? {} : { httpsProxy: https }),
			noProxy: (no ?? []).filter((host) => host !== undefined),
		});
	}
	if (authorities !== undefined && authorities.length > 0 && ignition["security"] === undefined) {
		const certificateAuthorities = authorities.flatMap((authority) =>
			authority === undefined ? [] : [toResource(authority, inputs)],
		);
		result["security"] = { tls: { certificateAuthorities } };
	}
	return dropEmpty(result);
}

function section(shape: Shape, value: unknown, inputs: RenderInputs): JsonMap {
	const json = value === undefined ? {} : toJson(shape, value, inputs);
	return isRecord(json) ? dropEmpty(json as JsonMap) : {};
}

/** A value with Ignition's names of keys; contents become data URLs. */
function toJson(shape: Shape, value: unknown, inputs: RenderInputs): Json {
	if (shape === resource) {
		return toResource(value as ValueOf<typeof resource>, inputs);
	}
	if (shape.kind === "list" && Array.isArray(value)) {
		return value.map((item) => toJson(shape.item, item, inputs));
	}
	if (shape.kind === "map" && isRecord(value)) {
		return Object.fromEntries(
			Object.entries(shape.keys).flatMap(([key, row]) => {
				const part = value[key];
				return part === undefined || key === "with_mount_unit"
					? []
					: [[camelCase(key), toJson(row.shape, part, inputs)]];
			}),
		);
	}
	return value as string | number | boolean;
}

function toResource(value: ValueOf<typeof resource>, inputs: RenderInputs): Json {
	const { inline, local, source, compression, http_headers: headers, verification } = value;
	const bytes = local === undefined ? encodeText(inline) : inputs.local.get(local);
	return dropEmpty({
		...(bytes === undefined
			? { source: source ?? "", compression: compression ?? "" }
			: encodeContents(bytes, inputs.gzip, compression === "gzip")),
		httpHeaders: (headers ?? []).flatMap((header) =>
			header === undefined ? [] : [{ name: header.name ?? "", value: header.value ?? "" }],
		),
		verification: verification?.hash === undefined ? {} : { hash: verification.hash },
	});
}

function encodeText(text: string | undefined): Uint8Array | undefined {
	return text === undefined ? undefined : new TextEncoder().encode(text);
}

function renderFile({ path, mode, text }: SomaFile, gzip: Gzip): Json {
	const contents = { ...encodeContents(new TextEncoder().encode(text), gzip) };
	return { path, mode, overwrite: true, contents };
}

function withMode(mode: number): (entry: Json) => Json {
	return (entry) => (isRecord(entry) ? ({ mode, ...entry } as JsonMap) : entry);
}

function asJson(unit: { name: string; enabled: boolean; contents: string }): Json {
	return { ...unit };
}

/** `size_mib` is `sizeMiB`, and every other name is camel case. */
function camelCase(key: string): string {
	return key
		.replace(/_mib$/, "MiB")
		.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function listOf(value: Json | undefined): readonly Json[] {
	return Array.isArray(value) ? value : [];
}

/** Without empty maps and lists, which say nothing. */
function dropEmpty(map: JsonMap): JsonMap {
	return Object.fromEntries(
		Object.entries(map).filter(
			([, value]) => typeof value !== "object" || Object.keys(value).length > 0,
		),
	);
}
