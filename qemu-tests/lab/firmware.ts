import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { openToolTree } from "../../image/tools/tree.ts";
import type { MachineSpec, SecureBootKeys } from "./machine-spec.ts";
import { knowsSecureBoot, type MachineFiles } from "./qemu-argv.ts";

/** The owner GUID of the certificates that the lab puts into the firmware. */
const labOwner = "50a605b0-07e1-4f5e-8c2d-736f6d6c6162";

/**
 * Gives a machine its firmware: the code from the tool tree, and a private copy of the variables in
 * `directory`. With Secure Boot the variables hold our keys alone (no Microsoft ones) and the code
 * is the build that protects them by SMM.
 */
export async function prepareFirmware(
	spec: MachineSpec,
	directory: string,
): Promise<MachineFiles["firmware"]> {
	if (spec.firmware.kind === "none") {
		return undefined;
	}
	const secure = knowsSecureBoot(spec.firmware);
	const variables = join(directory, "firmware-variables.qcow2");
	const code = `/usr/share/OVMF/OVMF_CODE_4M${secure ? ".secboot" : ""}.fd`;
	if (existsSync(variables)) {
		return { code, variables };
	}
	const tree = openToolTree();
	const raw = join(directory, "firmware-variables.fd");
	copyFileSync(join(tree.path, "usr/share/OVMF/OVMF_VARS_4M.fd"), raw);
	if (spec.firmware.kind === "secure-boot") {
		await tree.run({ argv: secureBootArgv(spec.firmware.keys, raw) });
	}
	const bootUrl = spec.firmware.kind === "setup-mode" ? undefined : spec.firmware.bootUrl;
	if (bootUrl !== undefined) {
		const argv = ["virt-fw-vars", "--inplace", raw, "--set-boot-uri", bootUrl];
		await tree.run({ argv });
	}
	await tree.run({
		argv: ["qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw, variables],
	});
	return { code, variables };
}

function secureBootArgv(keys: SecureBootKeys, file: string): string[] {
	return [
		...["virt-fw-vars", "--inplace", file],
		...["--set-pk", labOwner, keys.platformKey],
		...["--add-kek", labOwner, keys.keyExchangeKey],
		...keys.signatureDatabase.flatMap((path) => ["--add-db", labOwner, path]),
		"--sb",
	];
}
