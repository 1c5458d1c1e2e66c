import type { Work } from "../command.ts";
import { formatJson } from "../context.ts";
import {
	collectUpdate,
	findFailure,
	formatFailure,
	formatHistory,
	formatUpdate,
	statusValue,
} from "./report.ts";
import type { historySpec, statusSpec, whySpec } from "./specs.ts";

/** `soma update status`. */
export const status: Work<typeof statusSpec> = async (context, { flags }) => {
	const report = collectUpdate(context);
	context.print(flags.json ? formatJson(statusValue(report)) : formatUpdate(report, now()));
	return 0;
};

/** `soma update history`. */
export const history: Work<typeof historySpec> = async (context, { flags }) => {
	const report = collectUpdate(context);
	context.print(flags.json ? formatJson(report.history) : formatHistory(report, now()));
	return 0;
};

/** `soma update why [VERSION]`. */
export const why: Work<typeof whySpec> = async (context, { flags, positionals }) => {
	const entry = findFailure(collectUpdate(context), positionals["VERSION"]);
	context.print(flags.json ? formatJson(entry) : formatFailure(entry));
	return 0;
};

function now(): number {
	return Date.now() / 1000;
}
