import { bootOf } from "../../core/crash/boots.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { formatTable } from "../../lib/table.ts";
import { readCrashes, readHistory } from "../../system/crash-store.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { makeCommand } from "../command.ts";
import { type Command, formatJson } from "../context.ts";

const spec = {
	name: "soma crash list",
	summary: "Shows the crashes of the kernel that the firmware kept, and the slots they ended.",
	details:
		"Two panics of one slot within an hour mark it bad at the next start, if the other " +
		"slot is good. The whole\n" +
		"records are in /var/lib/systemd/pstore.",
	flags: { json: { kind: "switch", help: "Print the result as JSON." } },
} as const satisfies CommandSpec;

/** A crash as `--json` shows it. */
interface CrashReport {
	/** ISO 8601. */
	readonly at: string;
	readonly kind: string;
	readonly slot: string | null;
	readonly uptimeSeconds: number | null;
	readonly line: string;
}

function reportCrashes(paths: SystemPaths): CrashReport[] {
	const history = readHistory(paths);
	return readCrashes(paths).map((crash) => ({
		at: new Date(crash.atSeconds * 1000).toISOString(),
		kind: crash.kind,
		slot: bootOf(crash, history)?.slot ?? null,
		uptimeSeconds: crash.uptimeSeconds ?? null,
		line: crash.line,
	}));
}

/** `soma crash list`: the last words of earlier boots. */
export const crashListCommand: Command = makeCommand(spec, (context, parsed) => {
	const crashes = reportCrashes(context.paths);
	if (parsed.flags.json) {
		context.print(formatJson({ crashes }));
	} else if (crashes.length === 0) {
		context.print("no crash was recorded");
	} else {
		context.print(formatTable(["AT", "SLOT", "UPTIME", "WHY"], crashes.map(rowOf)));
	}
	return 0;
});

function rowOf({ at, slot, uptimeSeconds, line }: CrashReport): string[] {
	const uptime = uptimeSeconds === null ? "-" : `${Math.round(uptimeSeconds)} s`;
	return [at.replace(".000Z", "Z"), slot ?? "-", uptime, line];
}
