import type { soma } from "../../userland/core/api/generated/soma.js";
import { defaultApiPort, defaultNodeConfig } from "../../userland/core/config/node-config.ts";
import type { Role } from "../../userland/core/pki/roles.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { type NodeClient, openNodeClient } from "../../userland/system/grpc/client.ts";
import { certifyOperator } from "../../userland/system/pki/authorities.ts";
import { joinPem } from "../../userland/system/pki/certificates.ts";
import { formatKey, makeKeys } from "../../userland/system/pki/keys.ts";
import { TestAuthorities, type TestGeneration } from "../../userland/testing/test-authorities.ts";
import { freePort } from "./free-port.ts";
import { ignitionConfig } from "./ignition.ts";
import type { Machine } from "./machine.ts";
import type { Credential, UserNic } from "./machine-spec.ts";
import { consoleLines } from "./soma-node.ts";
import { timeouts } from "./timeouts.ts";

const cluster = "lab";

/** One node of a cluster of its own: what makes it that, and how its operators reach it. */
export interface NodeAccess {
	/** A founder ticket, for /etc/soma/ticket. */
	readonly ticket: string;
	/** The text of /etc/soma/node.json. */
	readonly nodeConfig: string;
	/** Both as first-boot configuration, by SMBIOS. */
	readonly credential: Credential;
	/** A card of QEMU's user-mode network, with a port of loopback forwarded to the API. */
	readonly nic: UserNic;
	/** A client of an operator with a certificate of its own. */
	operator(name: string, role: Role): Promise<() => NodeClient>;
}

/** Makes authorities, a ticket and a free port for one node. */
export async function openNodeAccess(): Promise<NodeAccess> {
	const nowSeconds = Math.floor(Date.now() / 1000);
	const authorities = new TestAuthorities(() => nowSeconds);
	const generation = await authorities.generation("1");
	const ticket = await authorities.founderTicket(generation);
	const nodeConfig = JSON.stringify({ ...defaultNodeConfig, cluster });
	const port = await freePort();
	const text = ignitionConfig({
		files: { "/etc/soma/node.json": nodeConfig },
		secretFiles: { "/etc/soma/ticket": ticket },
	});
	return {
		ticket,
		nodeConfig,
		credential: { name: "soma.config", text },
		nic: {
			kind: "user",
			mac: "52:54:00:12:34:56",
			forwards: [`tcp:127.0.0.1:${port}-:${defaultApiPort}`],
		},
		operator: (name, role) => certified(generation, { name, role, nowSeconds, port }),
	};
}

interface Operator {
	readonly name: string;
	readonly role: Role;
	readonly nowSeconds: number;
	readonly port: number;
}

async function certified(
	{ operators, root }: TestGeneration,
	{ name, role, nowSeconds, port }: Operator,
): Promise<() => NodeClient> {
	const keys = await makeKeys();
	const making = {
		cluster,
		nowSeconds,
		randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const wanted = { name, role, lifeSeconds: 86_400 };
	const leaf = await certifyOperator(making, operators, keys.publicKey, wanted);
	const tls = {
		key: await formatKey(keys),
		chain: joinPem([leaf, operators.certificate]),
		roots: root.certificate.pem,
	};
	return () => openNodeClient({ address: `127.0.0.1:${port}`, tls, nodeId: "any" });
}

/** Gives a node that came up without configuration what makes it one of the cluster. */
export async function configureRunning(machine: Machine, access: NodeAccess): Promise<void> {
	await write(machine, "/etc/soma/ticket", access.ticket, "600");
	await write(machine, "/etc/soma/node.json", access.nodeConfig, "644");
}

/** Writes a text to a file of the guest. */
async function write({ hand }: Machine, path: string, text: string, mode: string): Promise<void> {
	const encoded = Buffer.from(text).toString("base64");
	const folder = path.replace(/\/[^/]+$/, "");
	await hand.expect(
		`mkdir -p ${folder} && echo ${encoded} | base64 -d >${path}.new && ` +
			`chmod ${mode} ${path}.new && mv ${path}.new ${path}`,
	);
}

const askEveryMs = 500;
const answerMs = 10_000;

/**
 * The first answer of a node. Each question has a connection of its own: one that was begun before
 * the node had an address may hang for long.
 */
export async function firstStatus(
	open: () => NodeClient,
	timeoutMs: number = timeouts.bootMs,
): Promise<soma.v1.Status> {
	const { promise, resolve, reject } = Promise.withResolvers<soma.v1.Status>();
	const endMs = performance.now() + timeoutMs;
	const ask = async (): Promise<void> => {
		const client = open();
		try {
			resolve(await client.call("GetStatus", {}, { timeoutMs: answerMs }));
		} catch (error) {
			const isEarly = error instanceof SomaError && error.retryable;
			if (!isEarly || performance.now() > endMs) {
				reject(error);
			}
		} finally {
			client.close();
		}
	};
	const timer = setInterval(() => void ask(), askEveryMs);
	void ask();
	return await promise.finally(() => clearInterval(timer));
}

/** What a machine says that will not come up in this boot; most of it is for want of memory. */
const neverUp: readonly string[] = [
	"Kernel panic",
	"the initrd could not go on",
	"Initramfs unpacking failed",
	"Out of (?:memory|resources)",
	"a live system of this release needs",
];

/** Waits until a machine that was just switched on answers an operator. */
export async function untilApi({ serial }: Machine, open: () => NodeClient): Promise<void> {
	await serial.waitFor(consoleLines.api, {
		timeoutMs: timeouts.bootMs,
		failOn: new RegExp(neverUp.join("|")),
	});
	await firstStatus(open);
}
