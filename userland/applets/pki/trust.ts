import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { createFile, modes } from "../../system/durable-file.ts";
import { readText } from "../../system/text-file.ts";
import { type Context, formatJson } from "../context.ts";
import { chooseNodes, formatOutcomes, pushTrust } from "./push.ts";
import { openSession } from "./session.ts";
import type { trustSpec } from "./specs.ts";

type Flags = ParsedCommand<typeof trustSpec>["flags"];

/** `soma pki trust`. */
export async function runTrust(
	context: Context,
	{ flags }: ParsedCommand<typeof trustSpec>,
): Promise<number> {
	const newest = openSession(context, flags).directory.newestTrust();
	assert(newest !== undefined, "a directory of authorities has no trust bundle");
	const { number } = newest.trust.bundle;
	if (flags.push) {
		return await push(context, flags, number, newest.text);
	}
	if (flags.output === undefined) {
		context.print(newest.text.trimEnd());
	} else {
		createFile(flags.output, newest.text, modes.open);
		context.warn(`trust bundle ${number} is in ${flags.output}`);
	}
	return 0;
}

async function push(
	context: Context,
	flags: Flags,
	number: number,
	trust: string,
): Promise<number> {
	const target = chooseNodes(flags);
	const founderTicket = readTicketFile(flags["founder-ticket"]);
	const outcomes = await pushTrust(target, { trust, founderTicket });
	if (flags.json) {
		context.print(formatJson({ trustNumber: number, nodes: outcomes }));
	} else {
		context.print(`trust bundle ${number}\n${formatOutcomes(outcomes)}`);
	}
	return outcomes.every(({ problem }) => problem === null) ? 0 : 1;
}

function readTicketFile(path: string | undefined): string | undefined {
	const text = path === undefined ? undefined : readText(path)?.trim();
	if (path !== undefined && text === undefined) {
		throw new SomaError({ code: "file-unreadable", message: `${path} cannot be read` });
	}
	return text;
}
