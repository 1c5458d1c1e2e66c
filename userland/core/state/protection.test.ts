import { expect, test } from "vitest";
import { describeProtection, findProtection } from "./protection.ts";

test("every word of the initrd is known, and nothing else is", () => {
	expect(["tpm", "operator-key", "none"].map(findProtection)).not.toContain(undefined);
	expect(findProtection("ram")).toBeUndefined();
	expect(findProtection(undefined)).toBeUndefined();
});

test("a STATE without protection is said loudly", () => {
	expect(describeProtection("none")).toMatch(/NOT ENCRYPTED/);
	expect(describeProtection("tpm")).not.toMatch(/NOT/);
});
