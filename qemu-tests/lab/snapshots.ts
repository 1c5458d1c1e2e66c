import { required } from "../../userland/lib/assert.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { MachineSpec } from "./machine-spec.ts";
import type { Qmp } from "./qmp.ts";
import { timeouts } from "./timeouts.ts";

/**
 * The block nodes of a machine that a snapshot holds: every disk that can be written, and the
 * firmware's variables. A written raw disk cannot be part of one.
 */
export function snapshotNodes(spec: MachineSpec): string[] {
	const nodes: string[] = [];
	if (spec.tpm === true) {
		throw new SomaError({
			code: "snapshot-unsupported",
			message: `${spec.name}: no snapshot can hold the state of its TPM`,
			hint: "boot the machine instead, or leave out its TPM",
		});
	}
	for (const { id, backing } of spec.disks) {
		if (backing.mode === "read-only") {
			continue;
		}
		if (backing.mode === "direct" && backing.format === "raw") {
			throw new SomaError({
				code: "snapshot-unsupported",
				message: `${spec.name}: no snapshot can hold disk ${id}, a raw file that the guest writes`,
				hint: "use mode overlay or a qcow2 file",
			});
		}
		nodes.push(id);
	}
	return spec.firmware.kind === "none" ? nodes : [...nodes, "firmware-variables"];
}

/**
 * Saves or loads memory, devices and disks under a name (QMP `snapshot-save`, `snapshot-load`). The
 * memory is kept in the file of the machine's first disk.
 */
export async function snapshotJob(
	spec: MachineSpec,
	qmp: Qmp,
	kind: "snapshot-save" | "snapshot-load",
	tag: string,
): Promise<void> {
	const devices = snapshotNodes(spec);
	const job = `${kind}-${tag}-${crypto.randomUUID()}`;
	await qmp.execute(kind, {
		"job-id": job,
		tag,
		vmstate: required(devices[0], "a disk for the snapshot"),
		devices,
	});
	await qmp.waitForEvent("JOB_STATUS_CHANGE", {
		timeoutMs: timeouts.powerOffMs,
		where: (event) => event.data["id"] === job && event.data["status"] === "concluded",
	});
	const failure = await jobError(qmp, job);
	await qmp.execute("job-dismiss", { id: job });
	if (failure !== undefined) {
		throw new SomaError({
			code: "snapshot-failed",
			message: `${spec.name}: ${kind} ${tag} failed: ${failure}`,
		});
	}
}

async function jobError(qmp: Qmp, id: string): Promise<string | undefined> {
	const jobs = await qmp.execute("query-jobs");
	for (const job of Array.isArray(jobs) ? jobs : []) {
		if (job.id === id && typeof job.error === "string") {
			return job.error;
		}
	}
	return undefined;
}
