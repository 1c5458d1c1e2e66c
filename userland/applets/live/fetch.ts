import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type LiveSource, planSources, retryDelayMs, urlOfLease } from "../../core/live/source.ts";
import { type Manifest, parseManifest, releaseFolder } from "../../core/release/manifest.ts";
import { readUsrHash } from "../../core/slot/running.ts";
import { describeError, SomaError } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/table.ts";
import { readLoaderText } from "../../system/efi-vars.ts";
import { openLoopDevice } from "../../system/loop-device.ts";
import { findMedium } from "../../system/medium.ts";
import { fetchPart } from "../../system/part-fetch.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { run } from "../../system/process.ts";
import { readLeases, writeResolver } from "../../system/resolver.ts";
import { readText } from "../../system/text-file.ts";
import { readMemory } from "../status/collect.ts";
import { type LiveOrigin, originPath } from "./origin.ts";

/** Says a line to whoever looks at the machine. */
type Say = (line: string) => void;

/** The parts of /usr, in the order of their loop devices (the command line names these). */
const usrParts = ["usr", "verity"] as const;

/** What a running system needs besides what it fetches, whatever it does. */
const reserveBytes = 96 * 1024 * 1024;

/**
 * Finds the release that was started, fetches its /usr into memory, checks every byte, and puts it
 * under the loop devices that the command line names. Tries for ever: a network that is not there
 * yet, or a wrong file on a server, is nothing that a restart would cure.
 * @throws SomaError when the initrd itself is not whole
 */
export async function fetchRelease(
	paths: SystemPaths,
	say: Say,
	signal: AbortSignal,
): Promise<void> {
	const manifestText = readText(paths.liveManifest) ?? "";
	const manifest = parseManifest(manifestText);
	const commandLine = readText(paths.commandLine) ?? "";
	requireSameRelease(manifest, commandLine);
	const unsigned = readLoaderText(paths, "StubInfo") === undefined;
	if (unsigned) {
		say("WARNING: nothing signed vouches for this system: its kernel and initrd were loaded by");
		say("WARNING: themselves. Whoever can change what the server sends can change this system.");
	}
	const folder = await prepareMemory(paths, manifest);
	for (let failures = 0; !signal.aborted; ) {
		const sources = await findSources(paths, manifest, commandLine).catch((error: unknown) => {
			say(describeError(error)); // a medium that cannot be read, for example
			return [];
		});
		for (const source of sources) {
			try {
				await fetchUsr({ paths, manifest, folder, say, signal }, source);
				signal.throwIfAborted(); // the rescue system does not want /usr to appear
				finish(paths, manifestText, manifest, { source, unsigned, folder });
				return;
			} catch (error) {
				if (signal.aborted) {
					return;
				}
				say(describeError(error).replace(/^error: /, ""));
			}
		}
		failures += 1;
		if (sources.length === 0) {
			say("no release was found: no URL that it was started from, no soma.source=, no medium");
		}
		say(`trying again in ${retryDelayMs(failures) / 1000} s`);
		await Bun.sleep(retryDelayMs(failures));
	}
}

/** Kernel and initrd come as one program, or as files that somebody may have mixed up. */
function requireSameRelease({ rootHash, version }: Manifest, commandLine: string): void {
	if (readUsrHash(commandLine) !== rootHash) {
		throw new SomaError({
			code: "live-release",
			message: `the command line does not name the /usr of release ${version}, as this initrd does`,
			hint: "take vmlinuz, microcode, initrd and cmdline from one release",
		});
	}
}

/** A file system in memory with room for /usr alone, so that a server cannot fill the machine. */
async function prepareMemory(paths: SystemPaths, { parts }: Manifest): Promise<string> {
	const neededBytes = usrParts.reduce((sum, part) => sum + parts[part].sizeBytes, 0);
	const { value } = readMemory(paths);
	if (value !== null && value.availableBytes < neededBytes + reserveBytes) {
		throw new SomaError({
			code: "live-memory",
			message:
				`${formatBytes(value.availableBytes)} of memory are free, and a live system of this ` +
				`release needs ${formatBytes(neededBytes + reserveBytes)}`,
			hint: "give the machine more memory, or install the release on a disk",
		});
	}
	const folder = join(paths.runtime, "usr");
	mkdirSync(folder, { recursive: true });
	const size = neededBytes + 1024 * 1024;
	const options = `nosuid,nodev,noexec,mode=0700,size=${size}`;
	await run({ argv: ["mount", "-t", "tmpfs", "-o", options, "soma-usr", folder] });
	return folder;
}

async function findSources(
	paths: SystemPaths,
	manifest: Manifest,
	commandLine: string,
): Promise<readonly LiveSource[]> {
	const planned = planSources({
		deviceUrl: readLoaderText(paths, "LoaderDeviceURL"),
		dhcpUrl: readLeases(paths)
			.map(urlOfLease)
			.find((url) => url !== undefined),
		commandLine,
	});
	if (planned.length > 0) {
		writeResolver(paths);
		return planned;
	}
	const medium = await findMedium(paths, manifest.version);
	return medium === undefined
		? []
		: [{ baseUrl: `${pathToFileURL(medium.folder).href}/`, from: "medium" }];
}

interface Job {
	readonly paths: SystemPaths;
	readonly manifest: Manifest;
	readonly folder: string;
	readonly say: Say;
	readonly signal: AbortSignal;
}

/** The pause in which a person can ask for the rescue system when nothing else takes time. */
const mediumPauseMs = 3000;

async function fetchUsr(job: Job, source: LiveSource): Promise<void> {
	const { manifest, folder, say, signal } = job;
	say(`release ${manifest.version} from ${source.bootUrl ?? source.baseUrl} (${source.from})`);
	if (source.from === "medium") {
		await Bun.sleep(mediumPauseMs);
	}
	for (const part of usrParts) {
		signal.throwIfAborted();
		const url = partUrl(source, manifest.parts[part].file);
		const total = manifest.parts[part].compressedSizeBytes;
		await fetchPart({
			url,
			part: manifest.parts[part],
			target: join(folder, part),
			signal,
			onProgress: progressTeller(part, total, say),
			onRetry: (reason, delayMs) => say(`${reason}; going on in ${delayMs / 1000} s`),
		});
		say(`${part} is whole: ${formatBytes(total)}, as the manifest of this release says`);
	}
}

/** Where a file of a release lies; a medium has them all in one folder. */
function partUrl({ baseUrl, from }: LiveSource, file: string): string {
	return new URL(from === "medium" ? file : `${releaseFolder}/${file}`, baseUrl).href;
}

const tellEveryMs = 2000;

function progressTeller(part: string, totalBytes: number, say: Say): (doneBytes: number) => void {
	const startedAtMs = performance.now();
	let toldAtMs = startedAtMs;
	return (doneBytes) => {
		const nowMs = performance.now();
		if (nowMs - toldAtMs >= tellEveryMs) {
			toldAtMs = nowMs;
			const perSecond = (doneBytes / (nowMs - startedAtMs)) * 1000;
			const percent = Math.floor((100 * doneBytes) / totalBytes);
			say(`${part}: ${percent} % of ${formatBytes(totalBytes)}, ${formatBytes(perSecond)}/s`);
		}
	};
}

/** Everything was checked: only now do the devices exist that /usr is opened from. */
function finish(
	paths: SystemPaths,
	manifestText: string,
	manifest: Manifest,
	found: { source: LiveSource; unsigned: boolean; folder: string },
): void {
	const { source, unsigned, folder } = found;
	const origin: LiveOrigin = {
		version: manifest.version,
		source: source.bootUrl ?? source.baseUrl,
		baseUrl: source.baseUrl,
		unsigned,
	};
	writeFileSync(paths.releaseManifest, manifestText);
	writeFileSync(originPath(paths), `${JSON.stringify(origin)}\n`);
	if (source.bootUrl !== undefined) {
		writeFileSync(join(paths.runtime, "boot-url"), `${source.bootUrl}\n`);
	}
	for (const [index, part] of usrParts.entries()) {
		openLoopDevice(paths, index, join(folder, part));
	}
}
