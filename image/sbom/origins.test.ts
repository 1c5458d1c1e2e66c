import { expect, test } from "vitest";
import type { ShippedFile } from "./component.ts";
import type { MadeFile } from "./made-files.ts";
import { accountFor, ownersOf, type TreeFacts } from "./origins.ts";

const sum = "a".repeat(64);
const otherSum = "b".repeat(64);

function file(name: string, sha256 = sum): [string, ShippedFile] {
	return [name, { name, sizeBytes: 1, sha1: "c".repeat(40), sha256, linkTarget: undefined }];
}

function facts(changes: Partial<TreeFacts>): TreeFacts {
	const empty = { files: new Map(), own: new Map(), base: new Map(), owners: new Map() };
	return { prefix: "", ...empty, ...changes };
}

const made: readonly MadeFile[] = [
	{ prefixes: [""], paths: ["usr/lib/made"], origin: { component: "soma", how: "by hand" } },
];

test("a file unchanged from a package belongs to the package, ours to us", () => {
	const accounted = accountFor(
		facts({
			files: new Map([file("usr/bin/mount"), file("usr/lib/soma/x"), file("usr/lib/made")]),
			own: new Map([["usr/lib/soma/x", sum]]),
			base: new Map([["usr/bin/mount", sum]]),
			owners: new Map([["usr/bin/mount", "mount"]]),
		}),
		made,
	);
	expect(accounted.map(({ name, origin }) => [name, origin.component])).toEqual([
		["usr/bin/mount", "deb:mount"],
		["usr/lib/soma/x", "soma"],
		["usr/lib/made", "soma"],
	]);
});

test.each([
	["a file of a package that was changed", { base: new Map([["usr/bin/mount", otherSum]]) }],
	["a file that only the base has", { owners: new Map() }],
	[
		"a file of ours that was changed",
		{ own: new Map([["usr/bin/mount", otherSum]]), base: new Map() },
	],
])("%s is not accounted for, and the error names it", (_case, changes) => {
	const known = facts({
		files: new Map([file("usr/bin/mount")]),
		base: new Map([["usr/bin/mount", sum]]),
		owners: new Map([["usr/bin/mount", "mount"]]),
		...changes,
	});
	expect(() => accountFor(known, [])).toThrow("nobody accounts for usr/bin/mount");
});

test("a row of the table of made files that matches nothing is an error", () => {
	expect(() => accountFor(facts({}), made)).toThrow("not there: usr/lib/made");
});

test("dpkg's lists name owners; /bin is in /usr; folders do not matter", () => {
	const owners = ownersOf(
		new Map([
			["mount", "/.\n/bin\n/bin/mount\n/usr/share\n"],
			["dash", "/.\n/usr\n/usr/bin/sh\n"],
		]),
	);
	expect(owners.get("usr/bin/mount")).toBe("mount");
	expect(owners.get("usr/bin/sh")).toBe("dash");
});
