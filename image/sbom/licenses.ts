/** SPDX ids of the short names in Debian's copyright files that have exactly one meaning. */
const spdxIds: Readonly<Record<string, string>> = {
	"0BSD": "0BSD",
	"Apache-2.0": "Apache-2.0",
	"BSD-2-clause": "BSD-2-Clause",
	"BSD-3-clause": "BSD-3-Clause",
	"BSD-4-clause-UC": "BSD-4-Clause-UC",
	"BSL-1.0": "BSL-1.0",
	"CC0-1.0": "CC0-1.0",
	Expat: "MIT",
	FSFAP: "FSFAP",
	FSFULLR: "FSFULLR",
	"GPL-1": "GPL-1.0-only",
	"GPL-1+": "GPL-1.0-or-later",
	"GPL-2": "GPL-2.0-only",
	"GPL-2+": "GPL-2.0-or-later",
	"GPL-2.0-only": "GPL-2.0-only",
	"GPL-2.0-or-later": "GPL-2.0-or-later",
	"GPL-3": "GPL-3.0-only",
	"GPL-3+": "GPL-3.0-or-later",
	ISC: "ISC",
	"LGPL-2": "LGPL-2.0-only",
	"LGPL-2+": "LGPL-2.0-or-later",
	"LGPL-2.1": "LGPL-2.1-only",
	"LGPL-2.1+": "LGPL-2.1-or-later",
	"LGPL-2.1-or-later": "LGPL-2.1-or-later",
	"LGPL-3": "LGPL-3.0-only",
	"LGPL-3+": "LGPL-3.0-or-later",
	X11: "X11",
	Zlib: "Zlib",
	zlib: "Zlib",
};

const byLowerCase = new Map(
	Object.entries(spdxIds).map(([name, id]) => [name.toLowerCase(), id] as const),
);

/** What a copyright file says of the licences of a source package. */
export interface LicenseFacts {
	/** The short names that it uses, sorted; empty when it is not machine-readable. */
	readonly names: readonly string[];
	/** All of them as one SPDX expression, or undefined when one has no SPDX id of its own. */
	readonly expression: string | undefined;
}

/** Reads a machine-readable copyright file (DEP-5, copyright-format 1.0). */
export function readLicenses(copyright: string): LicenseFacts {
	if (!copyright.startsWith("Format:")) {
		return { names: [], expression: undefined };
	}
	const found = [...copyright.matchAll(/^License:[ \t]*(\S.*)$/gm)].map(([, name = ""]) =>
		name.trim(),
	);
	const names = [...new Set(found)].sort();
	const expressions = names.map(expressionOf);
	const known = expressions.filter((expression) => expression !== undefined);
	const isWhole = names.length > 0 && known.length === names.length;
	return { names, expression: isWhole ? [...new Set(known)].sort().join(" AND ") : undefined };
}

/** `GPL-2+ or Expat` becomes `(GPL-2.0-or-later OR MIT)`. */
function expressionOf(name: string): string | undefined {
	const ids = name.split(/,? or /).map((part) => byLowerCase.get(part.trim().toLowerCase()));
	if (ids.some((id) => id === undefined)) {
		return;
	}
	return ids.length === 1 ? ids[0] : `(${ids.join(" OR ")})`;
}
