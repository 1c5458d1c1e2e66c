import fc from "fast-check";
import { expect, test } from "vitest";
import {
	addContext,
	type ContextFile,
	findContext,
	formatContexts,
	noContexts,
	type OperatorContext,
	parseContexts,
	removeContext,
} from "./contexts.ts";

const certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const lab: OperatorContext = {
	cluster: "lab",
	nodes: ["192.0.2.1", "[2001:db8::1]:7443"],
	roots: certificate,
	certificate: certificate + certificate,
	key: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
};
const two = addContext(addContext(noContexts, "lab", lab, { replace: false }), "home", lab, {
	replace: false,
});

test("a file survives writing and reading, and keys are readable blocks", () => {
	const text = formatContexts(two);
	expect(parseContexts(text, "x")).toEqual(two);
	expect(text).toContain("    key: |\n      -----BEGIN PRIVATE KEY-----\n");
});

test("an empty file holds no context", () => {
	expect(parseContexts("", "x")).toEqual(noContexts);
	expect(parseContexts("# nothing yet\n", "x")).toEqual(noContexts);
	expect(parseContexts("contexts: {}\n", "x")).toEqual(noContexts);
});

test("the first context is the current one, and a removed one is not current any more", () => {
	expect(two.current).toBe("lab");
	expect(removeContext(two, "home").current).toBe("lab");
	const left = removeContext(two, "lab");
	expect(left).toMatchObject({ current: undefined, contexts: { home: lab } });
	expect(Object.keys(left.contexts)).toEqual(["home"]);
});

test("a context is replaced only when that is asked for", () => {
	const other = { ...lab, nodes: [] };
	expect(() => addContext(two, "lab", other, { replace: false })).toThrow("lab");
	expect(addContext(two, "lab", other, { replace: true }).contexts["lab"]).toEqual(other);
});

test.each([
	["lba", 'there is no context "lba"; did you mean lab?'],
	["constructor", 'there is no context "constructor"'],
])("the context %s is unknown", (name, message) => {
	expect(() => findContext(two, name)).toThrow(message);
});

test.each(["", "a b", "-a", "a/b", "\u001b[2J", "x".repeat(64)])("%j is no name", (name) => {
	expect(() => addContext(noContexts, name, lab, { replace: false })).toThrow("is no name");
});

const good = formatContexts(two);

test.each([
	["a: [", /^x:1: /],
	["- 1\n", /^x:1: the file /],
	[good.replace("current: lab", "current: lba"), /^x:1: current: there is no context "lba"$/],
	[good.replace("    cluster: lab\n", ""), /^x:3: contexts\.lab\.cluster is missing$/],
	[
		good.replace("cluster:", "custler:"),
		/contexts\.lab\.custler is an unknown key; did you mean cluster/,
	],
	[good.replace("192.0.2.1", "a b"), /^x:6: contexts\.lab\.nodes\[0\] is no address of a node/],
	[good.replace("192.0.2.1", "{}"), /^x:6: contexts\.lab\.nodes\[0\] is not text$/],
	[good.replace("BEGIN PRIVATE", "BEGIN PUBLIC"), /contexts\.lab\.key is no private key in PEM$/],
	["contexts:\n  a b: 1\n", /^x:2: contexts\.a b /],
	["a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", /unknown key/],
	["a: 1\na: 2\n", /^x:2: /],
])("%s is refused with its place", (text, message) => {
	expect(() => parseContexts(text, "x")).toThrow(
		expect.objectContaining({
			code: "contexts-invalid",
			message: expect.stringMatching(message),
		}),
	);
});

test("all that is wrong comes at once", () => {
	const text = good.replace("cluster: lab", "cluster: ''").replace("192.0.2.1", "");
	expect(() => parseContexts(text, "x")).toThrow(/cluster is empty[\s\S]*nodes\[0\]/);
});

test("whatever is in the file, it is read or refused", () => {
	const texts = fc.oneof(
		fc.string(),
		fc.string().map((part) => good.replace("cluster: lab", part)),
		fc.jsonValue().map((value) => JSON.stringify({ contexts: value })),
	);
	fc.assert(
		fc.property(texts, (text) => {
			let file: ContextFile | undefined;
			try {
				file = parseContexts(text, "x");
			} catch (error) {
				expect(error).toMatchObject({ name: "SomaError" });
			}
			expect(file === undefined || typeof file.contexts === "object").toBe(true);
		}),
	);
});
