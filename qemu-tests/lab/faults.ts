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

/** What the faulty unit does, and how it is ordered. */
function serviceOf(kind: FaultKind): { readonly order: string; readonly command: string } {
	const withHand = "RequiresMountsFor=/run/lab";
	switch (kind) {
		case "pid-1-crashes":
			// Before the agent notes which boot this is, when the journal is on the disk already: only
			// the kernel's command line in it tells whose crash it was.
			return {
				order: `${withHand}\nAfter=systemd-journal-flush.service\nBefore=soma-agent.service`,
				command: `${busybox} kill -SEGV 1`,
			};
		case "userspace-hangs":
			// A program of the image: the initrd, which has these units too, would wait for the hand.
			return { order: "Before=sysinit.target", command: "/usr/bin/journalctl --follow" };
		case "agent-is-silent":
			return {
				order: withHand,
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
	const { order, command } = serviceOf(kind);
	const unit = `[Unit]
Description=Fault of the lab: ${kind}
DefaultDependencies=no
ConditionPathExists=!/etc/initrd-release
ConditionKernelCommandLine=usrhash=${rootHash}
${order}
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
