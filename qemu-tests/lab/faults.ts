import { unreachable } from "../../userland/lib/assert.ts";
import { extraUnit, unitDropIn, wantedBy } from "./credentials.ts";
import type { Credential } from "./machine-spec.ts";

/** What can be wrong with a release whose kernel starts. */
export type FaultKind = "pid-1-crashes" | "userspace-hangs" | "agent-is-silent";

const unitName = "lab-fault.service";
const busybox = "/run/lab/bin/busybox";
const stopTheAgent = [
	"while :",
	`do ${busybox} killall -STOP soma-agent`,
	`${busybox} usleep 100000`,
	"done",
].join("; ");

/** What the faulty unit does, and what waits for it. */
function serviceOf(kind: FaultKind): { readonly before: string; readonly command: string } {
	switch (kind) {
		case "pid-1-crashes":
			return { before: "", command: `${busybox} kill -SEGV 1` };
		case "userspace-hangs":
			return { before: "Before=sysinit.target", command: `${busybox} sleep 100000` };
		case "agent-is-silent":
			return {
				before: "",
				command: `${busybox} sh -c '${stopTheAgent}'`,
			};
		default:
			return unreachable(kind);
	}
}

/**
 * Units that make one release fail, told by its root hash, while the other slot of the same machine
 * works: the image itself is not changed. They need the hand's disk.
 */
export function faultOfRelease(kind: FaultKind, rootHash: string): Credential[] {
	const { before, command } = serviceOf(kind);
	const unit = `[Unit]
Description=Fault of the lab: ${kind}
DefaultDependencies=no
ConditionPathExists=!/etc/initrd-release
ConditionKernelCommandLine=usrhash=${rootHash}
RequiresMountsFor=/run/lab
${before}
[Service]
Type=oneshot
TimeoutStartSec=infinity
ExecStart=${command}
`;
	return [extraUnit(unitName, unit), wantedBy("sysinit.target", [unitName])];
}

/**
 * Shortens the time after which an unproven boot is given up, so that a test need not wait two
 * minutes.
 */
export function deadlineOf(seconds: number): Credential {
	return unitDropIn(
		"soma-deadline.timer",
		`[Timer]\nOnBootSec=\nOnActiveSec=\nOnActiveSec=${seconds}s\n`,
	);
}
