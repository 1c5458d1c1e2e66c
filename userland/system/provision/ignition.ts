import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type IgnitionSaid, readIgnitionOutput } from "../../core/provision/ignition-log.ts";
import { SomaError } from "../../lib/errors.ts";
import { log } from "../log.ts";
import { runUnchecked } from "../process.ts";
import { readText } from "../text-file.ts";

/** The stages of Ignition 2.14 that this system runs. */
export type Stage = "fetch-offline" | "fetch" | "disks" | "mount" | "files" | "umount";

/** Where Ignition works. */
export interface IgnitionPlaces {
	readonly program: string;
	/** The root that it configures. */
	readonly root: string;
	/** A folder for its notes, which vanishes with the boot; only root may look into it. */
	readonly work: string;
	/** PEM file of authorities for https. */
	readonly authorities: string;
	/** Folders with its helper programs, separated by colons. */
	readonly path: string;
}

/** A stage has this long; files may be large and a network slow. */
const stageTimeoutMs: Readonly<Record<Stage, number>> = {
	"fetch-offline": 60_000,
	fetch: 180_000,
	disks: 900_000,
	mount: 120_000,
	files: 1_800_000,
	umount: 120_000,
};

/** What came of a configuration without a network. */
export interface OfflineResult {
	/** False when it names other configurations that only the network has. */
	readonly complete: boolean;
	/** True when anything in it, such as the contents of a file, comes over the network. */
	readonly needsNetwork: boolean;
}

/** The real Ignition, stage by stage, for one configuration. */
export interface Ignition {
	/** Reads the configuration as far as that is possible without a network. */
	begin(text: string, authorities: string | undefined): Promise<OfflineResult>;
	/** Runs a stage; fails with `ignition-STAGE`, the reasons in its message. */
	run(stage: Stage): Promise<void>;
	/** The configuration that all later stages apply, others merged into it. */
	merged(): unknown;
}

export function openIgnition(places: IgnitionPlaces): Ignition {
	const at = (name: string): string => join(places.work, name);
	const cache = at("merged.json");
	const run = async (stage: Stage): Promise<void> => {
		const forget = stage === "mount" || stage === "files" ? pretendPolicy(places.root) : undefined;
		const result = await runUnchecked({
			argv: [
				...[places.program, `--root=${places.root}`, "--platform=file", `--stage=${stage}`],
				...[`--config-cache=${cache}`, `--neednet=${at("neednet")}`],
				...[`--state-file=${at("state")}`, "--log-to-stdout"],
			],
			env: environment(places),
			timeoutMs: stageTimeoutMs[stage],
		}).catch((error: unknown) => {
			throw tooSlow(stage, error);
		});
		forget?.();
		const said = readIgnitionOutput(result.stdout, result.stderr);
		for (const line of said.lines) {
			log("info", `ignition: ${line}`);
		}
		if (result.exitCode !== 0) {
			throw stageFailed(stage, said);
		}
	};
	return {
		run,
		begin: async (text, authorities) => {
			rmSync(places.work, { recursive: true, force: true });
			mkdirSync(places.work, { recursive: true, mode: 0o700 });
			writeFileSync(at("config.ign"), text, { mode: 0o600 });
			const known = readText(places.authorities) ?? "";
			writeFileSync(at("authorities.pem"), `${known}\n${authorities ?? ""}`);
			await run("fetch-offline");
			return { complete: existsSync(cache), needsNetwork: existsSync(at("neednet")) };
		},
		merged: () => JSON.parse(readFileSync(cache, "utf8")) as unknown,
	};
}

/**
 * Debian builds Ignition with SELinux: it wants to know the name of a policy, and to start
 * setfiles(8), which is a stub of the initrd. The file is gone before the node starts.
 */
function pretendPolicy(root: string): () => void {
	const folder = join(root, "etc", "selinux");
	const config = join(folder, "config");
	if (existsSync(config)) {
		return () => {}; // the configuration of an earlier stage; it is the operator's
	}
	mkdirSync(folder, { recursive: true });
	writeFileSync(config, "SELINUX=disabled\nSELINUXTYPE=none\n");
	return () => {
		rmSync(config, { force: true });
		if (readdirSync(folder).length === 0) {
			rmdirSync(folder);
		}
	};
}

function environment(places: IgnitionPlaces): Record<string, string> {
	const libraries = process.env["LD_LIBRARY_PATH"];
	return {
		PATH: places.path,
		IGNITION_CONFIG_FILE: join(places.work, "config.ign"),
		// Only what this program checked counts: nothing of a folder of the initrd.
		IGNITION_SYSTEM_CONFIG_DIR: join(places.work, "none"),
		SSL_CERT_FILE: join(places.work, "authorities.pem"),
		...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }),
	};
}

function stageFailed(stage: Stage, { reasons }: IgnitionSaid): SomaError {
	const why = reasons.length === 0 ? "it does not say why" : reasons.join("; ");
	return new SomaError({
		code: `ignition-${stage}`,
		message: `Ignition's stage ${stage} failed: ${why}`,
		hint: "mend the configuration; `ignition-validate` and `soma config check` find most mistakes",
		retryable: true,
	});
}

function tooSlow(stage: Stage, error: unknown): unknown {
	if (!(error instanceof SomaError) || error.code !== "process-timeout") {
		return error;
	}
	return new SomaError({
		code: `ignition-${stage}`,
		message: `Ignition's stage ${stage} did not end within ${stageTimeoutMs[stage] / 1000} s`,
		hint: "look whether all URLs of the configuration answer, and all its devices exist",
		retryable: true,
	});
}
