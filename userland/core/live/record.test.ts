import { expect, test } from "vitest";
import { formatLiveRecord, type LiveRecord, parseLiveRecord } from "./record.ts";

const record: LiveRecord = {
	version: "4800",
	source: "http://a/pxe/soma.efi",
	state: "ram",
	baseUrl: "http://a/",
	unsigned: false,
};

test("a record is read as it was written", () => {
	expect(parseLiveRecord(formatLiveRecord(record))).toEqual(record);
});

test.each(["", "null", "[]", "{}", '{"format":2}', formatLiveRecord(record).replace("ram", "rom")])(
	"%j is no record of a live system",
	(text) => {
		expect(parseLiveRecord(text)).toBeUndefined();
	},
);
