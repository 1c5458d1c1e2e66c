import { defaultNodeConfig } from "../../userland/core/config/node-config.ts";
import type { Machine } from "./machine.ts";
import type { ReleaseSite } from "./release-site.ts";

/** Has a running node take releases from a site, as if its configuration said so. */
export async function configureUpdates(machine: Machine, site: ReleaseSite): Promise<void> {
	const update = { channel: "stable", servers: [site.server.guestUrl] };
	const text = JSON.stringify({ ...defaultNodeConfig, update });
	const encoded = Buffer.from(text).toString("base64");
	await machine.hand.expect(
		`mkdir -p /etc/soma; echo ${encoded} | /run/lab/bin/busybox base64 -d > /etc/soma/node.json`,
	);
}
