import { expect, test } from "vitest";
import { descendantsOf, endDescendants, parseStat } from "./descendants.ts";

test("a stat line with a hostile program name", () => {
	const fields = `S 7 ${"0 ".repeat(17)}4242 0`;
	expect(parseStat(`12 (a) b (c)) ${fields}`)).toEqual({
		pid: 12,
		parent: 7,
		start: "4242",
		isZombie: false,
	});
	expect(parseStat("")).toBeUndefined();
});

test("descendants, but neither parents nor strangers", () => {
	const row = (pid: number, parent: number) => ({ pid, parent, start: "", isZombie: false });
	const rows = [row(1, 0), row(2, 1), row(3, 2), row(4, 3), row(5, 1), row(6, 3)];
	expect(descendantsOf(rows, 2).map((found) => found.pid)).toEqual([3, 4, 6]);
	expect(descendantsOf(rows, 6)).toEqual([]);
});

test("a child and a grandchild are gone afterwards", async () => {
	const child = Bun.spawn(["sh", "-c", "sleep 1000 & echo $!; wait"], { stdout: "pipe" });
	const { value } = await child.stdout.getReader().read();
	const grandchild = Number(new TextDecoder().decode(value));
	expect(() => process.kill(grandchild, 0)).not.toThrow();
	await endDescendants();
	await child.exited;
	expect(child.signalCode).toBe("SIGTERM");
});
