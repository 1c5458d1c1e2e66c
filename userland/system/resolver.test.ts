import { expect, test } from "vitest";
import { resolverText } from "./resolver.ts";

test("the DNS servers and domains of all links, three servers at most", () => {
	const state = "OPER_STATE=routable\nDNS=10.0.2.3 fd00::3 1.1.1.1 9.9.9.9\nDOMAINS=lab.test\n";
	expect(resolverText(state)).toBe(
		"nameserver 10.0.2.3\nnameserver fd00::3\nnameserver 1.1.1.1\nsearch lab.test\n",
	);
});

test("no network yet means no server", () => {
	expect(resolverText("")).toBe("");
	expect(resolverText("DNS=\n")).toBe("");
});
