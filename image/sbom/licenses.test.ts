import { expect, test } from "vitest";
import { readLicenses } from "./licenses.ts";

const head = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n";

test.each([
	["Files: *\nLicense: GPL-2+\n", "GPL-2.0-or-later"],
	["License: Expat\n text\n\nLicense: ISC\n", "ISC AND MIT"],
	["License: BSD-3-clause or GPL-2\n", "(BSD-3-Clause OR GPL-2.0-only)"],
	["License: GPL-2+\n\nLicense: gpl-2+\n", "GPL-2.0-or-later"],
	["License: GPL-2+\n\nLicense: Beerware\n", undefined],
	["License: GPL-3+ with Bison exception\n", undefined],
	["License:\n Some text\n", undefined],
])("copyright file %j means %s", (text, expression) => {
	expect(readLicenses(head + text).expression).toBe(expression);
});

test("names are kept when they have no SPDX id, and a plain text has none", () => {
	expect(readLicenses(`${head}License: Beerware\n\nLicense: Artistic\n`).names).toEqual([
		"Artistic",
		"Beerware",
	]);
	expect(readLicenses("This is GPL.\nLicense: GPL-2\n")).toEqual({ names: [] });
});
