import type { Claim, Evidence } from "./claim.ts";

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-provision-${name}`, topic: "node", text, evidence };
}

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file, ...(names === undefined ? {} : { names }) };
}

function inQemu(name: string): Evidence {
	return { kind: "qemu", name };
}

const loop = "userland/applets/provision/provision.test.ts";

/** First-boot configuration. */
export const provisionClaims: readonly Claim[] = [
	row(
		"once",
		"a flashed node is configured once, not twice; a reset does it again and keeps the machine-id",
		inQemu("node-configured"),
		unit(loop),
		unit("userland/core/provision/record.test.ts"),
		unit("userland/system/provision/state-tree.test.ts"),
	),
	row(
		"sources",
		"the configuration comes from each source, and the strongest source counts",
		inQemu("node-configured"),
		inQemu("node-config-sources"),
		unit("userland/core/provision/source.test.ts"),
		unit("userland/core/network/networkd.test.ts"),
	),
	row(
		"bad",
		"an unusable configuration is waited for with its reason, costs no try, leaves nothing",
		inQemu("node-config-bad"),
		unit(loop),
		unit("userland/core/slot/count.test.ts"),
	),
	row(
		"refusals",
		"what the system does not do is refused before anything is written, all of it at once",
		unit("userland/core/provision/check.test.ts"),
	),
	row(
		"fetch",
		"unreachable, redirect loop, TLS failure, 404, endless body: each is told apart and bounded",
		unit("userland/system/provision/fetch-config.test.ts"),
	),
	row(
		"secrets",
		"no secret of a configuration gets into the log or the record",
		unit("userland/core/provision/ignition-log.test.ts"),
		unit("userland/core/provision/record.test.ts", /no password/),
	),
];
