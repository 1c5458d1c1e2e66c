import { expect, test } from "vitest";
import type { ContextFile, OperatorContext } from "./contexts.ts";
import { chooseTarget, isRemote, singleNode } from "./target.ts";

const context = (...nodes: string[]): OperatorContext => ({
	cluster: "lab",
	nodes,
	roots: "",
	certificate: "",
	key: "",
});
const file: ContextFile = {
	current: "lab",
	contexts: {
		lab: context("192.0.2.1", "0123456789abcdef@192.0.2.2:7000"),
		local: context("127.0.0.1:7001", "127.0.0.1:7002"),
		empty: context(),
	},
};
const addresses = (wishes: { context?: string; nodes?: string[] }) =>
	chooseTarget(file, { context: wishes.context, nodes: wishes.nodes ?? [] }).nodes.map(
		({ name, address }) => [name, address.port, address.nodeId],
	);

test("without a wish all nodes of the current context are meant", () => {
	expect(addresses({})).toEqual([
		["192.0.2.1", 7443, undefined],
		["192.0.2.2:7000", 7000, "0123456789abcdef"],
	]);
	expect(addresses({ context: "local" }).map(([name]) => name)).toEqual([
		"127.0.0.1:7001",
		"127.0.0.1:7002",
	]);
});

test("a host of the context has its port and its id from there", () => {
	expect(addresses({ nodes: ["192.0.2.2"] })).toEqual([
		["192.0.2.2:7000", 7000, "0123456789abcdef"],
	]);
	expect(addresses({ nodes: ["192.0.2.2:7443"] })).toEqual([["192.0.2.2", 7443, undefined]]);
	expect(addresses({ nodes: ["192.0.2.9"] })).toEqual([["192.0.2.9", 7443, undefined]]);
	expect(addresses({ context: "local", nodes: ["127.0.0.1:7002"] })).toEqual([
		["127.0.0.1:7002", 7002, undefined],
	]);
});

test.each([
	[{ context: "empty" }, "no-node"],
	[{ context: "nowhere" }, "context-unknown"],
	[{ nodes: ["a b"] }, "address-invalid"],
])("%j is refused: %s", (wishes, code) => {
	expect(() => addresses(wishes)).toThrow(expect.objectContaining({ code }));
});

test("without a current context the cure names those that there are", () => {
	const wishes = { context: undefined, nodes: ["192.0.2.1"] };
	expect(() => chooseTarget({ ...file, current: undefined }, wishes)).toThrow(
		expect.objectContaining({ code: "no-context", hint: expect.stringContaining("lab, local") }),
	);
	expect(() => chooseTarget({ current: undefined, contexts: {} }, wishes)).toThrow(
		expect.objectContaining({ hint: expect.stringContaining("soma pki operator") }),
	);
});

test("what changes a node wants exactly one", () => {
	const all = chooseTarget(file, { context: undefined, nodes: [] });
	expect(() => singleNode(all, "`soma reset` is for")).toThrow("one node, and there are 2");
	const one = chooseTarget(file, { context: undefined, nodes: ["192.0.2.1"] });
	expect(singleNode(one, "").name).toBe("192.0.2.1");
});

test.each([
	[[], undefined, true, true, false],
	[[], undefined, false, true, true],
	[[], undefined, false, false, false],
	[["a"], undefined, true, false, true],
	[[], "lab", true, false, true],
])("node %j, context %j, on a node %j, current context %j: remote %j", (...row) => {
	const [nodes, name, isSomaNode, hasCurrentContext, expected] = row;
	expect(isRemote({ nodes, context: name }, { isSomaNode, hasCurrentContext })).toBe(expected);
});
