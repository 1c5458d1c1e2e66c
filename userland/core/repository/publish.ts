import { SomaError } from "../../lib/errors.ts";
import { compareVersions } from "../boot/version.ts";
import {
	espPrograms,
	type Manifest,
	type ReleasePart,
	type SlotPart,
} from "../release/manifest.ts";
import { type WavePolicy, wavePresets } from "../wave/policy.ts";
import { type Channel, type ChannelName, channelNames, formatChannel } from "./channel.ts";
import type { Content, ProgramPart, ReleasePartName, RepositoryRelease } from "./release.ts";

/** The file of a release that has a part, compressed. */
export function partOf(manifest: Manifest, part: ReleasePartName): ReleasePart {
	if (part !== "selector" && part !== "rescue") {
		return manifest.parts[part];
	}
	const at = espPrograms.findIndex(({ program }) => program === part);
	const found = manifest.esp[at];
	if (found === undefined) {
		throw new RangeError(`a checked manifest has ${part}`);
	}
	return found;
}

/**
 * The description of a release that is published now. A program whose bits are those of the release
 * before keeps its version, so that no node writes it again.
 */
export function describeRelease(
	manifest: Manifest,
	before: RepositoryRelease | undefined,
): RepositoryRelease {
	const { version, rootHash, epochSeconds } = manifest;
	const content = (part: ReleasePartName): Content => {
		const { sizeBytes, sha256 } = partOf(manifest, part);
		return { index: `${part}.caibx`, sizeBytes, sha256 };
	};
	const program = (part: ProgramPart) => {
		const known = before?.programs[part];
		const mine = content(part);
		return { ...mine, version: known?.sha256 === mine.sha256 ? known.version : version };
	};
	const slotContent = (part: SlotPart): Content => content(part);
	return {
		version,
		rootHash,
		epochSeconds,
		parts: {
			boot: slotContent("boot"),
			usr: slotContent("usr"),
			verity: slotContent("verity"),
		},
		programs: { selector: program("selector"), rescue: program("rescue") },
	};
}

/** The greatest of some versions that is less than another one. */
export function versionBefore(versions: readonly string[], version: string): string | undefined {
	return versions
		.filter((other) => compareVersions(other, version) === -1)
		.sort((left, right) => compareVersions(left, right) ?? 0)
		.at(-1);
}

/** What a publisher is asked to offer. */
export interface Promotion {
	readonly channel: ChannelName;
	readonly version: string;
	/** That of the promotion before, or the default one, when it is undefined. */
	readonly wave: WavePolicy | undefined;
	/** No node begins to take it, until it is promoted without this. */
	readonly isPaused: boolean;
	/** Nodes take it only where outcomes are counted, as long as the policy stays. */
	readonly isBrakeRequired: boolean;
	readonly nowSeconds: number;
}

/** Versions that any channel took back: a version is withdrawn from all, for good. */
export function withdrawnOf(channels: readonly Channel[]): readonly string[] {
	return [...new Set(channels.flatMap(({ withdrawn }) => withdrawn))];
}

/**
 * What a channel offers after a promotion; the same value when it offers that already. A channel
 * that is new knows what the others withdrew.
 * @param channels all that there are
 * @throws SomaError `release-withdrawn`, `release-older`
 */
export function promote(channels: readonly Channel[], promotion: Promotion): Channel {
	const { channel, version, nowSeconds } = promotion;
	const before = channels.find(({ channel: name }) => name === channel);
	requireNotWithdrawn(channels, version);
	const paused = promotion.isPaused || promotion.wave?.paused === true;
	const policy = promotion.wave ?? before?.wave ?? wavePresets.default;
	const wave: WavePolicy = {
		...policy,
		paused,
		...(promotion.isBrakeRequired ? { brake: "required" } : {}),
	};
	const known = before?.withdrawn ?? [];
	const withdrawn = [...new Set([...known, ...withdrawnOf(channels)])];
	const offer = { channel, release: version, promotedAtSeconds: nowSeconds, wave, withdrawn };
	if (before === undefined) {
		return offer;
	}
	if (before.release === version) {
		// The wave goes on by another policy, and does not begin again.
		return formatChannel({ ...before, wave }) === formatChannel(before)
			? before
			: { ...before, wave };
	}
	if (before.release !== null && compareVersions(version, before.release) !== 1) {
		throw new SomaError({
			code: "release-older",
			message: `channel ${channel} offers ${before.release}, which is newer than ${version}`,
			hint: `\`soma release withdraw ${before.release} --replace ${version}\` takes it back`,
		});
	}
	return offer;
}

function requireNotWithdrawn(channels: readonly Channel[], version: string): void {
	const by = channels.filter(({ withdrawn }) => withdrawn.includes(version));
	if (by.length > 0) {
		const names = by.map(({ channel }) => channel).join(", ");
		const sayer = by.length === 1 ? `channel ${names} says` : `the channels ${names} say`;
		throw new SomaError({
			code: "release-withdrawn",
			message: `release ${version} was withdrawn, as ${sayer}`,
			hint: "a version never comes back: publish the cure under a new one",
		});
	}
}

/** What a publisher takes back. */
export interface Withdrawal {
	readonly version: string;
	/** What the channels that offered it offer now; nothing when it is null. */
	readonly replacement: string | null;
	readonly nowSeconds: number;
}

/**
 * The channels that change when a version is withdrawn. All of them remember it, since a node may
 * have it from a channel that has gone on.
 * @throws SomaError `release-withdrawn` when the replacement is withdrawn as well, and
 *   `release-no-channel` when there is none that could remember
 */
export function withdraw(
	channels: readonly Channel[],
	{ version, replacement, nowSeconds }: Withdrawal,
): readonly Channel[] {
	if (channels.length === 0) {
		throw new SomaError({
			code: "release-no-channel",
			message: `no channel offers anything yet, and none can remember that ${version} is withdrawn`,
			hint:
				"no node takes a release that no channel offers: promote another one first, then " +
				"withdraw this one",
		});
	}
	const gone = withdrawnOf(channels);
	return channels.flatMap((channel) => {
		const isOffered = channel.release === version;
		if (!isOffered && channel.withdrawn.includes(version)) {
			return [];
		}
		const withdrawn = [...channel.withdrawn.filter((other) => other !== version), version];
		if (!isOffered) {
			return [{ ...channel, withdrawn }];
		}
		if (replacement !== null && [...gone, version].includes(replacement)) {
			throw new SomaError({
				code: "release-withdrawn",
				message: `release ${replacement} is withdrawn, too, and cannot replace ${version}`,
				hint: "name another one: --replace VERSION",
			});
		}
		const wave = { ...channel.wave, paused: false }; // what was paused is withdrawn
		return [{ ...channel, release: replacement, promotedAtSeconds: nowSeconds, wave, withdrawn }];
	});
}

/** The channel of a name that a person wrote. */
export function channelOf(text: string): ChannelName | undefined {
	return channelNames.find((name) => name === text);
}
