import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAnswered, isOnline, optionOfLease } from "../../core/network/networkd.ts";
import { SomaError } from "../../lib/errors.ts";
import { log } from "../log.ts";
import type { SystemPaths } from "../paths.ts";
import { run, runUnchecked } from "../process.ts";
import { readLeases, writeResolver } from "../resolver.ts";
import { readText } from "../text-file.ts";
import { listWiredLinks } from "./local-facts.ts";

/** The network of the initrd: systemd-networkd on every card, on demand. */
export interface BootNetwork {
	/**
	 * The URL that a DHCP server gave with option 224. Waits only while a card has a carrier, and
	 * not for long.
	 */
	dhcpUrl(): Promise<string | undefined>;
	/** Waits until the machine is online; fails with `network-down` when it does not get so. */
	online(): Promise<void>;
	/** Takes it all back, so that the system itself begins with untouched cards. */
	stop(): Promise<void>;
}

const unit = "soma-network.service";
const configUrlOption = 224;
const commandTimeoutMs = 60_000;
const pollMs = 100;

/** How long a card may take to see its wire, a DHCP server to answer, and all of it together. */
const waits = { carrierMs: 5000, answerMs: 12_000, onlineMs: 45_000 };

/** Nothing is started before it is needed. */
export function openBootNetwork(paths: SystemPaths): BootNetwork {
	/** A live system has a network already, which is not ours to stop. */
	const found = existsSync(join(paths.networkState, "state"));
	let started = found;
	const start = async (): Promise<boolean> => {
		if (!started && listWiredLinks(paths).length > 0) {
			const trigger = ["udevadm", "trigger", "--settle", "--action=add", "--subsystem-match=net"];
			await runUnchecked({ argv: trigger, timeoutMs: commandTimeoutMs });
			await run({ argv: ["systemctl", "start", unit], timeoutMs: commandTimeoutMs });
			started = true;
		}
		return started;
	};
	return {
		dhcpUrl: async () => {
			if (!((await start()) && (await waitFor(() => countCarriers(paths) > 0, waits.carrierMs)))) {
				return;
			}
			const isDone = () => isAnswered(readLeases(paths), configUrlOption, countCarriers(paths));
			await waitFor(isDone, waits.answerMs);
			writeResolver(paths);
			return readLeases(paths).flatMap((lease) => optionOfLease(lease, configUrlOption) ?? [])[0];
		},
		online: async () => {
			const online = (): boolean => isOnline(readText(join(paths.networkState, "state")) ?? "");
			if (!((await start()) && (await waitFor(online, waits.onlineMs)))) {
				throw networkDown(paths);
			}
			writeResolver(paths);
		},
		stop: async () => {
			if (started && !found) {
				started = false;
				await stop(paths);
			}
		},
	};
}

async function stop(paths: SystemPaths): Promise<void> {
	await runUnchecked({ argv: ["systemctl", "stop", unit], timeoutMs: commandTimeoutMs });
	for (const link of listWiredLinks(paths)) {
		const argv = ["networkctl", "down", link];
		const { exitCode, stderr } = await runUnchecked({ argv, timeoutMs: commandTimeoutMs });
		if (exitCode !== 0) {
			log("warning", `soma-provision: ${argv.join(" ")}: ${stderr.trim()}`);
		}
	}
	rmSync(paths.networkState, { recursive: true, force: true });
}

function networkDown(paths: SystemPaths): SomaError {
	const links = listWiredLinks(paths);
	const message =
		links.length === 0
			? "there is no network card that this system knows"
			: `no card got an address that reaches beyond its wire; ${countCarriers(paths)} of ` +
				`${links.length} (${links.join(", ")}) have a carrier`;
	return new SomaError({
		code: "network-down",
		message,
		hint: "look at the cable and the DHCP server, or give the configuration on the ESP",
		retryable: true,
	});
}

function countCarriers(paths: SystemPaths): number {
	return listWiredLinks(paths).filter((link) => carrierOf(paths, link)).length;
}

function carrierOf(paths: SystemPaths, link: string): boolean {
	return readText(join(paths.networkLinks, link, "carrier"))?.trim() === "1";
}

async function waitFor(condition: () => boolean, timeoutMs: number): Promise<boolean> {
	const untilMs = performance.now() + timeoutMs;
	while (!condition()) {
		if (performance.now() > untilMs) {
			return false;
		}
		await Bun.sleep(pollMs);
	}
	return true;
}
