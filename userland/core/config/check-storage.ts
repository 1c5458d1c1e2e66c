import { cleanPath } from "../../lib/clean-path.ts";
import { checkDisks, checkFilesystems } from "./check-disks.ts";
import { findRepeated, itemsOf, type Named } from "./findings.ts";
import { inImage, judgePlace } from "./places.ts";
import type { Finding } from "./problem.ts";
import type { Config } from "./schema/config.ts";

type Storage = NonNullable<Config["storage"]>;

/** Files, folders and links against each other, and disks. */
export function checkStorage(storage: Storage, written: readonly Named[]): Finding[] {
	const entries = entriesOf(storage);
	return [
		...entries.flatMap(({ name, path }) => judgePlace(name, `${path}.path`)),
		...findRepeated(
			[...written, ...entries.map(({ name, path }) => ({ name, path: `${path}.path` }))],
			"the path",
		),
		...checkParents(entries),
		...itemsOf(storage.files, "storage.files").flatMap(({ item, path }) => [
			...(item.overwrite === true && item.contents === undefined
				? [{ path: `${path}.overwrite`, message: "there are no contents to overwrite with" }]
				: []),
			...(item.overwrite !== true && item.append === undefined && inImage.includes(item.path ?? "")
				? [
						{
							path: `${path}.path`,
							message: `${item.path} is in the image`,
							hint: "add overwrite: true to replace it",
						},
					]
				: []),
		]),
		...checkHardLinks(storage),
		...checkDisks(storage),
		...checkFilesystems(storage),
	];
}

interface Entry extends Named {
	readonly kind: "file" | "directory" | "link";
}

function entriesOf(storage: Storage): Entry[] {
	const kinds = [
		["file", "files"],
		["directory", "directories"],
		["link", "links"],
	] as const;
	return kinds.flatMap(([kind, key]) =>
		itemsOf(storage[key], `storage.${key}`).flatMap(({ item, path }) =>
			item.path === undefined ? [] : [{ kind, name: item.path, path }],
		),
	);
}

/** Nothing can be put below a file, and Ignition follows no link of the same configuration. */
function checkParents(entries: readonly Entry[]): Finding[] {
	const closed = new Map(
		entries.flatMap((entry) => (entry.kind === "directory" ? [] : [[entry.name, entry] as const])),
	);
	return entries.flatMap(({ name, path }) => {
		const parents = name.split("/").map((_, index, parts) => parts.slice(0, index).join("/"));
		const blocked = parents.flatMap((parent) => closed.get(parent) ?? []);
		return blocked.map((parent) => ({
			path: `${path}.path`,
			message: `${parent.name} is a ${parent.kind} (${parent.path}), so nothing can be below it`,
		}));
	});
}

function checkHardLinks(storage: Storage): Finding[] {
	const folders = itemsOf(storage.directories, "").map(({ item }) => item.path);
	return itemsOf(storage.links, "storage.links").flatMap(({ item, path }) => {
		const { hard, target, user, group } = item;
		if (hard !== true || target === undefined) {
			return [];
		}
		const at = `${path}.target`;
		if (!target.startsWith("/") || cleanPath(target) !== target) {
			return [{ path: at, message: "a hard link's target must be an absolute path" }];
		}
		if (user !== undefined || group !== undefined) {
			return [{ path, message: "a hard link has the owner of its target", hint: "remove it" }];
		}
		return folders.includes(target)
			? [{ path: at, message: "a hard link cannot lead to a folder" }]
			: [];
	});
}
