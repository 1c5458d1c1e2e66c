import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defaultNodeConfig, type NodeConfig } from "../../core/config/node-config.ts";
import { layoutRow } from "../../core/disk-layout.ts";
import { isEncrypted } from "../../core/rescue/state-partition.ts";
import { SomaError } from "../../lib/errors.ts";
import { partitionNode } from "../../system/boot-disk.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { run } from "../../system/process.ts";
import { readText } from "../../system/text-file.ts";
import { withDisk } from "../slot/session.ts";
import { readStateHead } from "./look.ts";

/** What rescue knows about the releases of this node. */
export interface RepositoryPlace {
	readonly config: NodeConfig;
	readonly places: readonly string[];
	/** In words: where that was found. */
	readonly from: string;
	/** A folder of network files of the node, if STATE could be read. */
	readonly networkFiles: string | undefined;
	/** A copy in memory of what updating remembers: what was trusted last, what failed. */
	readonly update: string;
}

const mountTimeoutMs = 60_000;
const rememberedNames = ["metadata", "releases", "state.1.json"] as const;

/**
 * Finds out where this node's releases come from: by its configuration, when STATE can be read, or
 * by the credential `soma.repository`, which goes first.
 * @throws SomaError `rescue-no-repository` that says how to name one
 */
export async function findRepositoryPlace(
	paths: SystemPaths,
	disk: string,
): Promise<RepositoryPlace> {
	const folder = join(paths.updateScratch, "rescue");
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const found = await copyFromState(paths, disk, folder);
	const asked = (readText(join(paths.credentials, "soma.repository")) ?? "").split(/\s+/);
	const credential = asked.filter((word) => word !== "");
	const config = found?.config ?? defaultNodeConfig;
	const places = credential.length > 0 ? credential : (config.update.servers ?? []);
	if (places.length === 0) {
		throw new SomaError({
			code: "rescue-no-repository",
			message:
				found === undefined
					? "STATE cannot be read here, and no credential soma.repository names a server"
					: "the configuration of this node names no server of releases",
			hint: "give the machine the credential soma.repository with a URL, or start an installer",
		});
	}
	return {
		config,
		places,
		from: credential.length > 0 ? "the credential soma.repository" : "the node's configuration",
		networkFiles: found?.networkFiles,
		update: folder,
	};
}

/** Copies what is needed of STATE, which is mounted read-only for that long; never repaired. */
async function copyFromState(
	paths: SystemPaths,
	disk: string,
	folder: string,
): Promise<{ readonly config: NodeConfig; readonly networkFiles: string } | undefined> {
	const node = partitionNode(paths, disk, layoutRow("state").index);
	const head = withDisk(paths, { disk, writable: false }, ({ disk: opened, loaded }) =>
		readStateHead(opened, loaded.table),
	);
	if (node === undefined || head === undefined || isEncrypted(head)) {
		return undefined;
	}
	const at = join(paths.updateScratch, "state");
	mkdirSync(at, { recursive: true, mode: 0o700 });
	const options = "ro,noload,nosuid,nodev,noexec";
	try {
		await run({
			argv: ["mount", "-t", "ext4", "-o", options, node, at],
			timeoutMs: mountTimeoutMs,
		});
	} catch (error) {
		if (error instanceof SomaError) {
			return undefined; // damaged: it can be mended, and that is an operator's choice
		}
		throw error;
	}
	try {
		const config = readNodeConfig({ nodeConfig: join(at, paths.nodeConfig) });
		copyIfThere(join(at, "etc/systemd/network"), join(folder, "network"));
		for (const name of rememberedNames) {
			copyIfThere(join(at, paths.update, name), join(folder, name));
		}
		return { config: config ?? defaultNodeConfig, networkFiles: join(folder, "network") };
	} finally {
		await run({ argv: ["umount", at], timeoutMs: mountTimeoutMs });
	}
}

function copyIfThere(from: string, to: string): void {
	if (existsSync(from)) {
		cpSync(from, to, { recursive: true });
	}
}
