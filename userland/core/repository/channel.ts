import * as v from "valibot";
import { parseWavePolicy, type WavePolicy, waveValue } from "../wave/policy.ts";
import { invalid, parseSigned, secondsSchema, versionSchema } from "./schema.ts";

/** The channels that exist, from the boldest to the most careful. */
export const channelNames = ["alpha", "beta", "stable"] as const;

export type ChannelName = (typeof channelNames)[number];

/** What a channel offers: `CHANNEL.json` of the repository. */
export interface Channel {
	readonly channel: ChannelName;
	/** The version that nodes of this channel should have; null when none is offered. */
	readonly release: string | null;
	/** When it was offered, in seconds since 1970: the zero of its waves. */
	readonly promotedAtSeconds: number;
	/** Who takes it when. */
	readonly wave: WavePolicy;
	/** Versions that nobody should run, in the order in which they were withdrawn. */
	readonly withdrawn: readonly string[];
}

/** More than a channel has in its life. */
const withdrawnLimit = 1000;

const schema = v.strictObject({
	format: v.literal(1),
	channel: v.picklist(channelNames),
	release: v.nullable(versionSchema),
	promotedAtSeconds: secondsSchema,
	wave: v.unknown(),
	withdrawn: v.pipe(v.array(versionSchema), v.maxLength(withdrawnLimit)),
});

/** The text of `CHANNEL.json`: the same values give the same bytes. */
export function formatChannel(value: Channel): string {
	const { channel, release, promotedAtSeconds, withdrawn } = value;
	const wave = waveValue(value.wave);
	const fields = { format: 1, channel, release, promotedAtSeconds, wave, withdrawn };
	return `${JSON.stringify(fields, null, "\t")}\n`;
}

/**
 * What a channel offers, checked completely.
 * @throws SomaError `repository-invalid` that says where it is wrong
 */
export function parseChannel(text: string, wanted: ChannelName): Channel {
	const what = `the description of channel ${wanted}`;
	const { format: _format, ...rest } = parseSigned(what, schema, text);
	const channel = { ...rest, wave: parseWavePolicy(rest.wave, `${what}: wave`) };
	if (channel.channel !== wanted) {
		throw invalid(what, `it describes channel ${channel.channel}`);
	}
	if (channel.release !== null && channel.withdrawn.includes(channel.release)) {
		throw invalid(what, `it offers release ${channel.release}, which is withdrawn`);
	}
	return channel;
}
