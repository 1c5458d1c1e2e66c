import { SomaError } from "../../lib/errors.ts";
import { nearest } from "../../lib/nearest.ts";
import { configShape } from "./schema/config.ts";
import type { KeyRow, MapShape, Shape } from "./shape.ts";

/** The documentation of one key. */
export interface KeyHelp {
	/** From the root: `storage.files[].path`. */
	readonly path: string;
	/** What its value looks like, in words. */
	readonly form: string;
	readonly required: boolean;
	/** True for keys that Butane or Ignition knows and that are refused. */
	readonly refused: boolean;
	readonly help: string;
}

/** Every key of the configuration in the order of the schema, each before what is in it. */
export function allKeys(): KeyHelp[] {
	return keysBelow(configShape, "");
}

function keysBelow(shape: Shape, path: string): KeyHelp[] {
	if (shape.kind === "list") {
		return keysBelow(shape.item, `${path}[]`);
	}
	if (shape.kind !== "map") {
		return [];
	}
	return Object.entries(shape.keys).flatMap(([key, row]) => {
		const here = path === "" ? key : `${path}.${key}`;
		return [helpOf(here, row), ...keysBelow(row.shape, here)];
	});
}

function helpOf(path: string, row: KeyRow): KeyHelp {
	const { shape } = row;
	const refusal = shape.kind === "refused" ? ` Refused: ${shape.reason}; ${shape.hint}.` : "";
	return {
		path,
		form: formOf(shape),
		required: row.required === true,
		refused: shape.kind === "refused",
		help: `${row.help}${refusal}`,
	};
}

/** What a value looks like, in words. */
function formOf(shape: Shape): string {
	switch (shape.kind) {
		case "text":
			return shape.form;
		case "word":
			return shape.words.join(" or ");
		case "number":
			return `number, ${shape.minimum} to ${shape.maximum}`;
		case "mode":
			return "octal permissions";
		case "boolean":
			return "true or false";
		case "table":
			return `map of ${shape.form}s`;
		case "list":
			return `list of ${pluralOf(shape.item)}`;
		case "map":
			return "map";
		case "refused":
			return "refused";
	}
}

function pluralOf(shape: Shape): string {
	const form = formOf(shape);
	return shape.kind === "map" ? "maps" : form;
}

/**
 * The documentation of a key and of everything in it. `[]` and numbers of items may be left out:
 * `storage.files.mode`.
 * @throws {SomaError} `unknown-key`
 */
export function explainKey(path: string): KeyHelp[] {
	const wanted = plain(path);
	const keys = allKeys();
	const found = keys.filter(({ path: key }) => {
		const name = plain(key);
		return name === wanted || name.startsWith(`${wanted}.`);
	});
	if (found.length === 0) {
		const names = keys.map((key) => plain(key.path));
		const guess = names.find((name) => name.endsWith(`.${wanted}`)) ?? nearest(wanted, names) ?? "";
		throw new SomaError({
			code: "unknown-key",
			message: `a configuration has no key ${path}`,
			hint:
				guess === ""
					? "`soma config explain` lists the sections"
					: `\`soma config explain ${guess}\` is the nearest`,
		});
	}
	return found;
}

function plain(path: string): string {
	return path.replaceAll(/\[\d*\]/g, "");
}

/** The sections of a configuration: its keys of the first level, and of `soma`. */
export function sections(): KeyHelp[] {
	return allKeys().filter(({ path, refused }) => !refused && /^(soma\.)?\w+$/.test(path));
}

/** The keys of the first level with all keys below each, for the reference. */
export function keysBySection(): [KeyHelp, KeyHelp[]][] {
	const keys = allKeys();
	const top: MapShape["keys"] = configShape.keys;
	return keys
		.filter(({ path }) => Object.hasOwn(top, path))
		.map((section) => [section, keys.filter(({ path }) => path.startsWith(`${section.path}.`))]);
}
