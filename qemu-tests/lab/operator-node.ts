import { defaultApiPort, defaultNodeConfig } from "../../userland/core/config/node-config.ts";
import { ignitionConfig } from "./ignition.ts";
import type { Machine } from "./machine.ts";
import type { Credential, MachineSpec, UserNic } from "./machine-spec.ts";
import type { Operator } from "./operator.ts";
import { ensureProvenDisk, nodeMachine } from "./soma-node.ts";

/** What `node.yaml` of an operator says; the ticket and the authority lie beside it. */
const configuration = `variant: soma
version: 1.0.0
soma:
  hostname: node-1
  cluster: lab
  ticket_local: founder.ticket
  api: { shell: true }
  proxy:
    https: http://proxy.example.com:3128
    no: [.example.com]
  ca_certificates:
    - local: authority.pem
storage:
  disks:
    - device: /dev/disk/by-id/virtio-data0
      partitions:
        - { label: data, number: 1, size_mib: 0 }
  filesystems:
    - device: /dev/disk/by-partlabel/data
      path: /var/lib/data
      format: ext4
      mount_options: [noatime]
      with_mount_unit: true
  files:
    - path: /var/lib/data/greeting
      overwrite: true
      contents: { inline: first }
  directories:
    - path: /var/lib/data/web
      mode: 0750
      user: { name: web }
passwd:
  users:
    - { name: web, system: true }
`;

/** The card of a node whose API an operator reaches. */
export function nicOf({ port }: Operator): UserNic {
	const forwards = [`tcp:127.0.0.1:${port}-:${defaultApiPort}`];
	return { kind: "user", mac: "52:54:00:12:34:56", forwards };
}

const clusterConfig = JSON.stringify({ ...defaultNodeConfig, cluster: "lab" });

/** First-boot configuration by SMBIOS: nothing but what makes a node one of the cluster. */
export async function memberCredential({ soma }: Operator): Promise<Credential> {
	const ticket = await soma("pki", "ticket", "founder");
	const files = { "/etc/soma/node.json": clusterConfig };
	const text = ignitionConfig({ files, secretFiles: { "/etc/soma/ticket": ticket } });
	return { name: "soma.config", text };
}

/** The same for a node that came up without configuration, and that runs. */
export async function makeMember(machine: Machine, { soma }: Operator): Promise<void> {
	const ticket = await soma("pki", "ticket", "founder");
	await write(machine, "/etc/soma/ticket", ticket, "600");
	await write(machine, "/etc/soma/node.json", clusterConfig, "644");
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

/**
 * A machine with a second, blank disk, configured as the guide says it: `soma config render` with
 * a founder ticket, given by SMBIOS. Proxy, authority, shell and the disk are configured.
 */
export async function operatedNode(name: string, operator: Operator): Promise<MachineSpec> {
	const files = operator.write(
		"files/founder.ticket",
		await operator.soma("pki", "ticket", "founder"),
	);
	operator.write("files/authority.pem", operator.roots());
	const yaml = operator.write("node.yaml", configuration);
	const filesDirectory = files.replace(/\/[^/]+$/, "");
	const text = await operator.soma("config", "render", "--files-dir", filesDirectory, yaml);
	const spec = await nodeMachine(name, await ensureProvenDisk(), {
		nics: [nicOf(operator)],
		credentials: [{ name: "soma.config", text }],
	});
	const dataDisk = {
		id: "data",
		serial: "data0",
		backing: { mode: "blank" },
		sizeBytes: 64 * 2 ** 20,
	} as const;
	return { ...spec, disks: [...spec.disks, dataDisk] };
}
