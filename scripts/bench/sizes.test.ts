import { expect, test } from "vitest";
import { namesInExt4Listing, namesInListing } from "./sizes.ts";

test("names of an erofs folder: files and links, not folders", () => {
	const listing = [
		"       NID TYPE  FILENAME",
		"        40    2  .",
		"        47    1  a",
		"        49    7  b",
	].join("\n");
	expect(namesInListing(listing)).toEqual(["a", "b"]);
});

test("names of an ext4 folder", () => {
	const listing = "/2/040755/0/0/./4096/\n/2/040755/0/0/../4096/\n/13/100755/0/0/cat/100/\n";
	expect(namesInExt4Listing(listing)).toEqual(["cat"]);
});
