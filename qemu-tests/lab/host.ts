import { accessSync, constants, readFileSync } from "node:fs";

/**
 * True when KVM works here. The device node alone is no proof: a container may have it on a machine
 * whose processor has no virtualisation, and then QEMU dies at its first instruction.
 */
export function kvmWorks(
	cpuInformation: string = readFileSync("/proc/cpuinfo", "utf8"),
	device = "/dev/kvm",
): boolean {
	if (!/^flags\s*:.*\b(?:vmx|svm)\b/m.test(cpuInformation)) {
		return false;
	}
	try {
		accessSync(device, constants.R_OK | constants.W_OK);
		return true;
	} catch {
		return false;
	}
}
