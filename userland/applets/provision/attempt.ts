import {
	devicesOf,
	enabledUnitFiles,
	findRefusals,
	isBlank,
	parseConfig,
	readMerged,
	refuse,
	type WantedDevices,
} from "../../core/provision/check.ts";
import type { RecordedSource } from "../../core/provision/record.ts";
import {
	authoritiesOf,
	type Candidate,
	fillUrl,
	listCandidates,
	type MachineFacts,
	type SourceFacts,
} from "../../core/provision/source.ts";
import { SomaError } from "../../lib/errors.ts";
import type { Fetched } from "../../system/provision/fetch-config.ts";
import type { Ignition } from "../../system/provision/ignition.ts";
import type { BootNetwork } from "../../system/provision/network.ts";

/** What an attempt reaches outside with. */
export interface AttemptPorts {
	readonly localFacts: () => Promise<SourceFacts>;
	readonly machine: () => MachineFacts;
	readonly network: Pick<BootNetwork, "dhcpUrl" | "online">;
	readonly fetch: (url: string, authorities: string | undefined) => Promise<Fetched>;
	readonly ignition: Ignition;
	readonly isBootDisk: () => (device: string) => boolean;
	readonly prepareDevices: (wanted: WantedDevices) => Promise<void>;
	/** From here on something is written. */
	readonly begin: () => void;
	/** Enables units and gives notes about those that do not exist. */
	readonly applyPresets: (enabled: readonly string[]) => Promise<string[]>;
	/** Told as soon as a source was chosen. */
	readonly chosen: (kind: RecordedSource, place: string) => void;
}

/** What was applied. */
export interface Applied {
	readonly source: RecordedSource;
	readonly place: string | undefined;
	/** What came from the source; undefined without one. */
	readonly text: string | undefined;
	readonly notes: readonly string[];
}

interface Found {
	readonly candidate: Candidate;
	readonly text: string;
}

/**
 * One attempt to configure the node. Everything is checked before anything is written: what came
 * from the source, and again what Ignition merged from it and from others that it names.
 * @throws SomaError when the configuration or its source is not usable
 */
export async function configureOnce(ports: AttemptPorts): Promise<Applied> {
	const local = await ports.localFacts();
	const found = await findConfig(ports, local);
	if (found === undefined) {
		return { source: "none", place: undefined, text: undefined, notes: [] };
	}
	const { candidate, text } = found;
	const notes = isBlank(text) ? [] : await apply(ports, found, authoritiesOf(local));
	return { source: candidate.kind, place: candidate.place, text, notes };
}

/** The configuration of the first source that has one. */
async function findConfig(ports: AttemptPorts, local: SourceFacts): Promise<Found | undefined> {
	const authorities = authoritiesOf(local);
	const weaker = listCandidates(local);
	const needsDhcp = weaker.every(({ kind }) => kind === "boot-url" || kind === "command-line");
	const dhcpUrl = needsDhcp ? await ports.network.dhcpUrl() : undefined;
	for (const candidate of listCandidates({ ...local, dhcpUrl })) {
		ports.chosen(candidate.kind, candidate.place);
		const { content } = candidate;
		if ("text" in content) {
			return { candidate, text: content.text };
		}
		const url = complete(content.url, ports.machine());
		await ports.network.online();
		const fetched = await ports.fetch(url, authorities);
		if ("text" in fetched) {
			return { candidate: { ...candidate, place: placeOf(candidate, url) }, text: fetched.text };
		}
		if (!candidate.optional) {
			throw notThere(url);
		}
	}
	return undefined;
}

function placeOf(candidate: Candidate, url: string): string {
	return "url" in candidate.content
		? candidate.place.replace(candidate.content.url, url)
		: candidate.place;
}

async function apply(
	ports: AttemptPorts,
	{ candidate: { place }, text }: Found,
	authorities: string | undefined,
): Promise<string[]> {
	const { ignition } = ports;
	refuse(findRefusals(parseConfig(text, place), ports.isBootDisk()), place);
	const { complete: isComplete, needsNetwork } = await ignition.begin(text, authorities);
	if (needsNetwork) {
		await ports.network.online();
	}
	if (!isComplete) {
		await ignition.run("fetch");
	}
	const merged = readMerged(ignition.merged());
	await ports.prepareDevices(devicesOf(merged));
	refuse(findRefusals(merged, ports.isBootDisk()), place);
	ports.begin();
	for (const stage of ["disks", "mount", "files", "umount"] as const) {
		await ignition.run(stage);
	}
	return await ports.applyPresets(enabledUnitFiles(merged));
}

function complete(url: string, machine: MachineFacts): string {
	const filled = fillUrl(url, machine);
	if ("missing" in filled) {
		throw new SomaError({
			code: "url-facts-missing",
			message: `${url} asks for ${filled.missing.join(" and ")}, which this machine does not have`,
			hint: "use another of {mac}, {serial} and {uuid} in the URL",
		});
	}
	return filled.url;
}

function notThere(url: string): SomaError {
	return new SomaError({
		code: "fetch-not-found",
		message: `${url} is not there (404)`,
		hint: "put the configuration there; the node asks again",
		retryable: true,
	});
}
