import { expect, test } from "vitest";
import { parseOneLineSources, parseStanzaSources, sourceLines } from "./apt-sources.ts";

const stanzas = `Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/x.gpg

Types: deb deb-src
URIs: http://mirror.example/security
Suites: bookworm-security
Components:
 main

Types: deb-src
URIs: http://source.example/
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://off.example/
Suites: trixie
Components: main
`;

test("stanzas", () => {
	expect(parseStanzaSources(stanzas)).toEqual([
		{ uri: "http://mirror.example/debian", suite: "bookworm", components: ["main", "contrib"] },
		{
			uri: "http://mirror.example/debian",
			suite: "bookworm-updates",
			components: ["main", "contrib"],
		},
		{ uri: "http://mirror.example/security", suite: "bookworm-security", components: ["main"] },
	]);
});

test("one-line sources", () => {
	const text = [
		"# x",
		"deb [arch=amd64 signed-by=/x y] http://m.example/d trixie main # y",
		"deb-src http://m.example/d trixie main",
		"",
	].join("\n");
	expect(parseOneLineSources(text)).toEqual([
		{ uri: "http://m.example/d", suite: "trixie", components: ["main"] },
	]);
});

test("the machine's mirror serves our release too", () => {
	expect(sourceLines(parseStanzaSources(stanzas), "trixie")).toEqual([
		"deb http://mirror.example/debian trixie main",
		"deb http://mirror.example/debian trixie-updates main",
		"deb http://mirror.example/security trixie-security main",
	]);
});

test("archives of another distribution and of vendors are not taken", () => {
	const text = "deb http://a.example/ubuntu noble main\ndeb http://b.example/node nodistro main\n";
	expect(sourceLines(parseOneLineSources(text), "trixie")).toEqual([]);
});
