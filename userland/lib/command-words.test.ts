import { expect, test } from "vitest";
import { findRequest } from "./command-words.ts";

const names = ["status", "slot list", "slot show", "version"];
const find = (line: string) => findRequest(names, ["--node"], line === "" ? [] : line.split(" "));

test.each([
	["status", "status", []],
	["status --json", "status", ["--json"]],
	["slot list x", "slot list", ["x"]],
	["--node a --node=b slot show A", "slot show", ["--node", "a", "--node=b", "A"]],
])("%s is a command", (line, name, rest) => {
	expect(find(line)).toEqual({ kind: "command", name, rest });
});

test.each([
	["", undefined, false],
	["--help", undefined, true],
	["slot", "slot", false],
	["slot --help", "slot", true],
	["slot help", "slot", true],
])("%j asks for an overview", (line, group, isAsked) => {
	expect(find(line)).toEqual({ kind: "overview", group, isAsked });
});

test.each([
	["stauts", undefined, 'unknown command "stauts"; did you mean status?'],
	["slot lst", "slot", 'unknown command "lst"; did you mean list?'],
	["--jsno", undefined, 'unknown flag "--jsno"'],
	["--node", undefined, 'unknown flag "--node"'],
])("%s is unknown", (line, group, problem) => {
	expect(find(line)).toEqual({ kind: "unknown", group, problem });
});
