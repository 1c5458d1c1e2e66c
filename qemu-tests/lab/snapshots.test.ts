import { expect, test } from "vitest";
import type { MachineSpec } from "./machine-spec.ts";
import { snapshotNodes } from "./snapshots.ts";

const spec: MachineSpec = {
	name: "node",
	firmware: { kind: "uefi" },
	disks: [{ id: "main", backing: { mode: "blank" }, sizeBytes: 1024 }],
};

test("a snapshot holds disks and the firmware's variables, and never loses a TPM's state", () => {
	expect(snapshotNodes(spec)).toEqual(["main", "firmware-variables"]);
	expect(() => snapshotNodes({ ...spec, tpm: true })).toThrow(/the state of its TPM/);
});
