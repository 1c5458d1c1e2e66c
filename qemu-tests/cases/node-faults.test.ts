import { test } from "vitest";
import { readBuild } from "../lab/build.ts";
import { expectReturn, expectReturnFrom } from "../lab/failing-release.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { ensureVariant, type VariantKind, writeVariant } from "../lab/release-variant.ts";
import { ensureProvenDisk, nodeMachine } from "../lab/soma-node.ts";

const variants: readonly VariantKind[] = ["kernel-panics", "empty-usr"];

test("a release that fails (pid-1-crashes) is back on the old slot without help", async () => {
	await expectReturnFrom("pid-1-crashes");
});

test.each(variants)("a release that cannot run (%s) is back on the old slot", async (kind) => {
	const build = readBuild();
	const variant = await ensureVariant(build, { kind, version: `${build.version}.2` });
	const spec = await nodeMachine(`node-variant-${kind}`, await ensureProvenDisk(), {}, "faulty");
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) => writeVariant(disk, "B", variant));
		await expectReturn(machine, kind);
	});
});
