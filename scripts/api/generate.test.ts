import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { services } from "../../userland/core/api/methods.ts";
import { apiDocument } from "./document.ts";
import { generateCode, protoPath } from "./generated-code.ts";

const proto = readFileSync(join(repositoryRoot, protoPath), "utf8");

function committed(path: string): string {
	return readFileSync(join(repositoryRoot, path), "utf8");
}

test("the committed code is what soma.proto compiles to", async () => {
	for (const [path, text] of Object.entries(await generateCode())) {
		expect(committed(path) === text, `${path}: run \`npm run generate\``).toBe(true);
	}
});

test("the committed document is what the comments of soma.proto say", () => {
	expect(committed("docs/api.md")).toBe(apiDocument(proto));
});

test("the table of methods has exactly the calls of soma.proto, in its order and kinds", () => {
	const declared = [...proto.matchAll(/rpc (\w+)\((stream )?\w+\) returns \((stream )?\w+\)/g)];
	const kinds = declared.map(([, name = "", up, down]) => {
		const streams = up === undefined ? "server-stream" : "bidirectional";
		return [name, down === undefined ? "unary" : streams];
	});
	const rows = Object.values(services).flatMap((methods) =>
		Object.entries(methods).map(([name, { kind }]) => [name, kind]),
	);
	expect(rows).toEqual(kinds);
});

test("every call, message and field of soma.proto has its comment or needs none", () => {
	const lines = proto.split("\n");
	const bare = lines.filter(
		(line, index) =>
			/^(?:service|enum) |^ {2}rpc /.test(line) &&
			!(lines[index - 1] ?? "").trim().startsWith("//"),
	);
	expect(bare).toEqual([]);
});
