import { type Channel, formatChannel } from "../../core/repository/channel.ts";
import { changeTargets } from "../../core/repository/metadata.ts";
import { channelTarget } from "../../core/repository/paths.ts";
import { channelOf, promote, withdraw } from "../../core/repository/publish.ts";
import { required } from "../../lib/assert.ts";
import { type ParsedCommand, usageError } from "../../lib/flags.ts";
import type { Context } from "../context.ts";
import { newTarget, Published } from "./published.ts";
import { type ReleaseSession, report, type SigningFlags, withSession } from "./session.ts";
import { promoteSpec, withdrawSpec } from "./specs.ts";
import { readPolicy } from "./waves.ts";

/** `soma release promote VERSION --channel CHANNEL`. */
export async function runPromote(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof promoteSpec>,
): Promise<number> {
	const version = required(positionals["VERSION"], "the version");
	const channel = channelOf(flags.channel ?? "");
	if (channel === undefined) {
		throw usageError(promoteSpec, `${promoteSpec.name}: --channel is missing`);
	}
	const wave = flags.wave === undefined ? undefined : readPolicy(flags.wave);
	return await withSession(promoteSpec, flags, (session) => {
		const published = new Published(session.repository, session.set);
		published.requireRelease(version);
		const channels = published.channels();
		const nowSeconds = Math.floor(session.nowMs / 1000);
		const wish = {
			channel,
			version,
			nowSeconds,
			wave,
			isPaused: flags.pause,
			isBrakeRequired: flags["require-brake"],
		};
		const after = promote(channels, wish);
		const changed = channels.includes(after) ? [] : [after];
		const paused = after.wave.paused ? ", paused" : "";
		const brake = after.wave.brake === "required" ? ", where outcomes are counted" : "";
		const sentence = `channel ${channel} offers ${version}${brake}${paused}`;
		return writeChannels(context, flags, session, changed, sentence);
	});
}

/** `soma release withdraw VERSION`. */
export async function runWithdraw(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof withdrawSpec>,
): Promise<number> {
	const version = required(positionals["VERSION"], "the version");
	return await withSession(withdrawSpec, flags, (session) => {
		const published = new Published(session.repository, session.set);
		published.requireRelease(version);
		const replacement = flags.replace ?? null;
		if (replacement !== null) {
			published.requireRelease(replacement);
		}
		const nowSeconds = Math.floor(session.nowMs / 1000);
		const changed = withdraw(published.channels(), { version, replacement, nowSeconds });
		const sentence = `release ${version} is withdrawn from every channel`;
		return writeChannels(context, flags, session, changed, sentence);
	});
}

function writeChannels(
	context: Context,
	flags: SigningFlags,
	session: ReleaseSession,
	channels: readonly Channel[],
	sentence: string,
): number {
	if (channels.length === 0) {
		const outcome = session.outcome({ next: session.set, files: [] });
		report(context, flags, { ...outcome, changed: false }, sentence);
		return 0;
	}
	const targets = channels.map((channel) =>
		newTarget(channelTarget(channel.channel), formatChannel(channel)),
	);
	const changes = new Map(targets.map(({ name, entry }) => [name, entry]));
	const step = changeTargets(session.set, changes, session.signing);
	session.write([...targets.map(({ file }) => file), ...step.files]);
	report(context, flags, { ...session.outcome(step), changed: true }, sentence);
	return 0;
}
