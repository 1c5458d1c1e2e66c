import { expect, test } from "vitest";
import { chooseState, partitionNameOf } from "./state-choice.ts";

const mebibyte = 1024 * 1024;
const other = { device: "sda1", name: "data" };
const named = (device: string) => ({ device, name: "SOMA-STATE" });

test("without a partition for it STATE takes half of the free memory at most", () => {
	expect(chooseState([other], 901 * mebibyte)).toEqual({ kind: "ram", sizeBytes: 450 * mebibyte });
	expect(chooseState([], 0)).toEqual({ kind: "ram", sizeBytes: 64 * mebibyte });
});

test("the one partition that is named for it is STATE", () => {
	expect(chooseState([other, named("sdb3")], 1)).toEqual({ kind: "disk", device: "sdb3" });
});

test("two of them are refused, and the reason names both", () => {
	expect(chooseState([named("sda3"), named("nvme0n1p1")], 1)).toEqual({
		kind: "refuse",
		reason: expect.stringMatching(/^sda3 and nvme0n1p1 are all named SOMA-STATE/),
	});
});

test("the kernel tells the name of a partition", () => {
	expect(partitionNameOf("MAJOR=8\nPARTN=3\nPARTNAME=SOMA-STATE\n")).toBe("SOMA-STATE");
	expect(partitionNameOf("MAJOR=8\nPARTN=3\n")).toBeUndefined();
});
