import { expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { dataDisk } from "./data-disk.ts";

test("a data disk holds the files under its label, and is made once", async () => {
	const copied = { copyOf: import.meta.filename, key: "1" };
	const files = { "release/hello": "hello\n", "release/copy": copied };
	const disk = await dataDisk("SOMA-TEST", files);
	expect(disk).toEqual(await dataDisk("SOMA-TEST", files));
	expect(disk.id).toBe("datasomatest");
	const path = disk.backing.mode === "blank" ? "" : disk.backing.path;
	const argv = ["dump.erofs", "--ls", "--path=/release", path];
	expect((await openToolTree().run({ argv })).stdout).toMatch(/copy[\s\S]*hello/);
	const type = await openToolTree().run({ argv: ["blkid", "-p", "-o", "value", path] });
	expect(type.stdout).toContain("SOMA-TEST");
});
