import { itemsOf, type Named, valuesOf } from "../findings.ts";
import type { Config } from "../schema/config.ts";

type Storage = Config["storage"];
type Filesystem = NonNullable<NonNullable<NonNullable<Storage>["filesystems"]>[number]>;

/** A unit of the configuration. */
interface RenderedUnit {
	readonly name: string;
	readonly enabled: boolean;
	readonly contents: string;
}

/** The units that mount file systems at every boot (systemd.mount(5), systemd.swap(5)). */
export function mountUnits(storage: Storage): RenderedUnit[] {
	return itemsOf(storage?.filesystems, "").flatMap(({ item }) => {
		const name = unitNameOf(item);
		return name === undefined ? [] : [{ name, enabled: true, contents: unitText(item) }];
	});
}

/** The names of those units, and what asks for them. */
export function mountUnitNames(storage: Storage): Named[] {
	return itemsOf(storage?.filesystems, "storage.filesystems").flatMap(({ item, path }) => {
		const name = unitNameOf(item);
		return name === undefined ? [] : [{ name, path: `${path}.with_mount_unit` }];
	});
}

function unitNameOf(item: Filesystem): string | undefined {
	if (item.with_mount_unit !== true || item.device === undefined) {
		return undefined;
	}
	if (item.format === "swap") {
		return `${escapePath(item.device)}.swap`;
	}
	return item.path === undefined ? undefined : `${escapePath(item.path)}.mount`;
}

/** The name of a path in a unit's name, as systemd-escape(1) makes it with --path. */
export function escapePath(path: string): string {
	const escaped = Array.from(new TextEncoder().encode(path.slice(1)), (byte, index) => {
		const character = String.fromCharCode(byte);
		if (character === "/") {
			return "-";
		}
		return /[A-Za-z0-9:_]/.test(character) || (character === "." && index > 0)
			? character
			: `\\x${byte.toString(16).padStart(2, "0")}`;
	});
	return escaped.join("");
}

function unitText(item: Filesystem): string {
	const { device = "", path = "", format = "" } = item;
	const options = valuesOf(item.mount_options);
	const kind = format === "swap" ? "Swap" : "Mount";
	const target = format === "swap" ? "swap.target" : "local-fs.target";
	return [
		"[Unit]",
		`Description=${format === "swap" ? "Swap space" : path} of the configuration`,
		"",
		`[${kind}]`,
		`What=${escapeValue(device)}`,
		...(format === "swap" ? [] : [`Where=${escapeValue(path)}`, `Type=${format}`]),
		...(options.length === 0 ? [] : [`Options=${escapeValue(options.join(","))}`]),
		"",
		"[Install]",
		// Wanted and not required: a data disk that is gone does not keep the node from its work.
		`WantedBy=${target}`,
		"",
	].join("\n");
}

/** A percent sign begins a specifier (systemd.unit(5)). */
function escapeValue(text: string): string {
	return text.replaceAll("%", "%%");
}
