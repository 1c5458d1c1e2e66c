import { defaultNodeConfig, type NodeConfig } from "../../userland/core/config/node-config.ts";
import { extraUnit, unitDropIn, wantedBy } from "./credentials.ts";
import type { Machine } from "./machine.ts";
import type { Credential } from "./machine-spec.ts";
import type { ReleaseSite } from "./release-site.ts";

type UpdateConfig = Partial<NodeConfig["update"]>;

/** Has a running node take releases from a site, as if its configuration said so. */
export async function configureUpdates(machine: Machine, site: ReleaseSite): Promise<void> {
	const encoded = encodedConfig({ servers: [site.server.guestUrl] });
	await machine.hand.expect(
		`mkdir -p /etc/soma; echo ${encoded} | /run/lab/bin/busybox base64 -d > /etc/soma/node.json`,
	);
}

const unitName = "lab-node-config.service";

/**
 * Units that configure a node at each boot, before anything of ours reads that. Nothing of the
 * initrd wants them: it would wait for the hand's disk. The timer of the agent stays off: a run of
 * it would be in the way of a case's own.
 */
export function configuredForUpdates(update: UpdateConfig): readonly Credential[] {
	const encoded = encodedConfig(update);
	const write = `mkdir -p /etc/soma; echo ${encoded} | base64 -d > /etc/soma/node.json`;
	const unit = `[Unit]
Description=Configuration of the lab
DefaultDependencies=no
RequiresMountsFor=/run/lab /etc
ConditionPathExists=!/etc/initrd-release
Before=soma-agent.service soma-prove.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/run/lab/bin/busybox sh -c 'PATH=/run/lab/bin; ${write}'
`;
	return [
		extraUnit(unitName, unit),
		wantedBy("soma-agent.service", [unitName]),
		unitDropIn("soma-update.timer", "[Unit]\nConditionPathExists=/run/lab/timers\n"),
	];
}

function encodedConfig(update: UpdateConfig): string {
	const config: NodeConfig = { ...defaultNodeConfig, update: { channel: "stable", ...update } };
	return Buffer.from(JSON.stringify(config)).toString("base64");
}
