import { expect, test } from "vitest";
import { kvmWorks } from "./host.ts";

const withVirtualisation = "flags\t\t: fpu vmx sse2\n";

test("a device node without the processor's flag is no KVM", () => {
	expect(kvmWorks("flags\t\t: fpu sse2\n", "/dev/null")).toBe(false);
	expect(kvmWorks(withVirtualisation, "/dev/null")).toBe(true);
	expect(kvmWorks(withVirtualisation, "/nonexistent")).toBe(false);
});
