import { type Finding, itemPath } from "./problem.ts";

/** The items of a list that could be read, each with its path. */
export function itemsOf<T>(
	list: readonly (T | undefined)[] | undefined,
	path: string,
): { readonly item: T; readonly path: string }[] {
	return (list ?? []).flatMap((item, index) =>
		item === undefined ? [] : [{ item, path: itemPath(path, index) }],
	);
}

/** The items of a list of plain values that is known to be sound. */
export function valuesOf<T>(list: readonly (T | undefined)[] | undefined): T[] {
	return (list ?? []).flatMap((item) => (item === undefined ? [] : [item]));
}

/** Something that must not be there twice, by what it is called. */
export interface Named {
	readonly name: string;
	readonly path: string;
}

/** A finding for each name after its first occurrence. */
export function findRepeated(named: readonly Named[], what: string): Finding[] {
	const first = new Map<string, string>();
	return named.flatMap(({ name, path }) => {
		const former = first.get(name);
		if (former === undefined) {
			first.set(name, path);
			return [];
		}
		const shown = name.length > 60 ? `${name.slice(0, 57)}...` : name;
		return [{ path, message: `${what} ${shown} is named before, at ${former}` }];
	});
}

/** A finding when other than exactly one of some keys is given. */
export function findNotOne(
	value: Readonly<Record<string, unknown>>,
	keys: readonly string[],
	path: string,
): Finding[] {
	const given = keys.filter((key) => key in value);
	if (given.length === 1) {
		return [];
	}
	const all = keys.join(", ");
	return given.length === 0
		? [{ path, message: `one of ${all} is missing` }]
		: [{ path, message: `${given.join(" and ")} exclude each other`, hint: "keep one of them" }];
}
