import { checkSoma } from "./check-soma.ts";
import { checkStorage } from "./check-storage.ts";
import { checkAccounts, checkUnits, unitFiles } from "./check-system.ts";
import { eachMap, isRecord } from "./each-map.ts";
import { findNotOne, findRepeated, type Named } from "./findings.ts";
import { type Finding, keyPath } from "./problem.ts";
import { mountUnitNames } from "./render/mount-units.ts";
import { writtenPaths } from "./render/soma-files.ts";
import { type Config, configShape } from "./schema/config.ts";
import { header, owner, resource } from "./schema/resource.ts";
import type { Shape } from "./shape.ts";

/** Everything that is wrong between values which are sound each by itself. */
export function checkConfig(config: Config): Finding[] {
	const { storage, systemd, passwd, soma } = config;
	const mounts: Named[] = mountUnitNames(storage);
	const written = [
		...writtenPaths(soma),
		...unitFiles(systemd),
		...mounts.map(({ name, path }) => ({ name: `/etc/systemd/system/${name}`, path })),
	];
	return [
		...checkResources(config),
		...checkRepeatedItems(config),
		...checkStorage(storage ?? {}, written),
		...checkUnits(systemd ?? {}),
		...checkAccounts(passwd ?? {}),
		...checkSoma(soma ?? {}),
	];
}

function checkResources(config: Config): Finding[] {
	const findings: Finding[] = [];
	eachMap(configShape, config, "", (shape, value, path) => {
		if (shape === resource) {
			findings.push(...findNotOne(value, ["inline", "local", "source"], path));
			const source = value["source"];
			if ("http_headers" in value && !(typeof source === "string" && /^https?:/.test(source))) {
				const message = "headers are sent to a web server, but source names none";
				findings.push({ path: `${path}.http_headers`, message });
			}
		}
		if (shape === owner && "id" in value && "name" in value) {
			findings.push({ path, message: "id and name exclude each other", hint: "give one of them" });
		}
	});
	return findings;
}

/** Lists in which a thing may stand twice, and lists that are checked with more care elsewhere. */
const otherLists = ["append", "options", "mount_options", "members", "addresses", "gateways"];

/** Ignition takes no list in which a thing stands twice. */
function checkRepeatedItems(config: Config): Finding[] {
	const findings: Finding[] = [];
	eachMap(configShape, config, "", (shape, value, path) => {
		for (const [key, row] of Object.entries(shape.keys)) {
			const items = value[key];
			if (row.shape.kind === "list" && Array.isArray(items) && !otherLists.includes(key)) {
				const named = items.flatMap((item: unknown, index) => {
					const name = nameOfItem(item, row.shape);
					return name === undefined ? [] : [{ name, path: `${keyPath(path, key)}[${index}]` }];
				});
				findings.push(...findRepeated(named, "the entry"));
			}
		}
	});
	return findings;
}

/** What Ignition tells the items of a list by: themselves, or where a resource comes from. */
function nameOfItem(item: unknown, list: Shape): string | undefined {
	if (typeof item === "string") {
		return item;
	}
	if (list.kind === "list" && isRecord(item) && (list.item === resource || list.item === header)) {
		const name = item["source"] ?? item["local"] ?? item["inline"] ?? item["name"];
		return typeof name === "string" ? name : undefined;
	}
	return undefined;
}
