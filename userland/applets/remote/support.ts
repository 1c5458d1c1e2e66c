import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../lib/errors.ts";
import { usageError } from "../../lib/flags.ts";
import { formatBytes } from "../../lib/table.ts";
import type { Work } from "../command.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession, type RemoteNode, type Session } from "./session.ts";
import { supportSpec } from "./specs.ts";

interface SupportReport {
	readonly path: string;
	readonly sizeBytes: number;
}

const view: View<SupportReport> = {
	report: (report) => report,
	page: ({ path, sizeBytes }) => `${path} (${formatBytes(sizeBytes)})`,
	header: ["FILE", { title: "SIZE", align: "right" }],
	rows: ({ path, sizeBytes }) => [[path, formatBytes(sizeBytes)]],
};

/** `soma support`: a file for each node; one that breaks off leaves none. */
export const fetchSupport: Work<typeof supportSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const directory = flags.output === undefined ? "." : flags.output;
		const isFile = flags.output !== undefined && !isDirectory(flags.output);
		if (isFile && session.nodes.length > 1) {
			const text = `${supportSpec.name}: --output has to be a directory for several nodes`;
			throw usageError(supportSpec, text);
		}
		const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
		const outcomes = await askAll(session, async (node) => {
			const name = node.name.replaceAll(/[^A-Za-z0-9.-]/g, "-");
			const path = isFile ? directory : join(directory, `soma-support-${name}-${time}.tar`);
			return await fetchOne(node, path, flags.lines ?? 0, session.settings);
		});
		return showOutcomes(context, outcomes, view, flags.json);
	} finally {
		session.close();
	}
};

async function fetchOne(
	{ client }: RemoteNode,
	path: string,
	journalLines: number,
	settings: Session["settings"],
): Promise<SupportReport> {
	const staging = `${path}.partial`;
	let descriptor: number;
	try {
		descriptor = openSync(staging, "w", 0o600);
	} catch (cause) {
		throw new SomaError({
			code: "file-unwritable",
			message: `${path} cannot be written`,
			hint: "name another file or directory with --output",
			cause,
		});
	}
	let sizeBytes = 0;
	let isWhole = false;
	try {
		for await (const { data } of client.stream("SupportBundle", { journalLines }, settings)) {
			for (let at = 0; at < data.length; ) {
				at += writeSync(descriptor, data, at);
			}
			sizeBytes += data.length;
		}
		isWhole = true;
	} finally {
		closeSync(descriptor);
		if (!isWhole) {
			rmSync(staging, { force: true });
		}
	}
	renameSync(staging, path);
	return { path, sizeBytes };
}

function isDirectory(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
