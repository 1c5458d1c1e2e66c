import { compareVersions } from "../../core/boot/version.ts";
import type { Channel } from "../../core/repository/channel.ts";
import type { RepositoryRelease } from "../../core/repository/release.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { formatBytes, formatTable } from "../../lib/table.ts";
import { type Context, formatJson } from "../context.ts";
import { readChannels, withReading } from "./reading.ts";
import type { listSpec } from "./specs.ts";

/** `soma release list`. */
export async function runList(
	context: Context,
	{ flags }: ParsedCommand<typeof listSpec>,
): Promise<number> {
	const facts = await withReading(flags, async ({ repository, source, view }) => {
		const channels = await readChannels(repository);
		const versions = [...repository.versions()].sort((left, right) => {
			return compareVersions(right, left) ?? 0;
		});
		const releases: ListedRelease[] = [];
		for (const version of versions) {
			releases.push(listed(await repository.release(version), channels));
		}
		return { place: source.place, expires: new Date(view.expiresAtMs).toISOString(), releases };
	});
	if (flags.json) {
		context.print(formatJson(facts));
	} else if (facts.releases.length === 0) {
		context.print("no releases; `soma release publish` adds one");
	} else {
		context.print(
			formatTable(
				["RELEASE", { title: "/USR", align: "right" }, "SELECTOR", "RESCUE", "OFFERED BY"],
				facts.releases.map(({ version, usrBytes, selector, rescue, offeredBy, isWithdrawn }) => [
					...[version, formatBytes(usrBytes), selector, rescue],
					isWithdrawn ? "withdrawn" : offeredBy.join(", ") || "-",
				]),
			),
		);
	}
	return 0;
}

interface ListedRelease {
	readonly version: string;
	readonly usrBytes: number;
	readonly selector: string;
	readonly rescue: string;
	readonly offeredBy: readonly string[];
	readonly isWithdrawn: boolean;
}

function listed(release: RepositoryRelease, channels: readonly Channel[]): ListedRelease {
	const { version, parts, programs } = release;
	const offering = channels.filter((channel) => channel.release === version);
	return {
		version,
		usrBytes: parts.usr.sizeBytes,
		selector: programs.selector.version,
		rescue: programs.rescue.version,
		offeredBy: offering.map(({ channel }) => channel),
		isWithdrawn: channels.some(({ withdrawn }) => withdrawn.includes(version)),
	};
}
