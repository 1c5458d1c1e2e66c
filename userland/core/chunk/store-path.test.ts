import { expect, test } from "vitest";
import { chunkPath } from "./store-path.ts";

test("a chunk lies where casync looks for it", () => {
	const id = `0123${"ab".repeat(30)}`;
	expect(chunkPath(id)).toBe(`0123/${id}.cacnk`);
});

test.each(["", "../../etc/passwd", "AB".repeat(32), "ab".repeat(33)])(
	"what is not the name of a chunk has no path: %s",
	(text) => {
		expect(() => chunkPath(text)).toThrow("is not the name of a chunk");
	},
);
