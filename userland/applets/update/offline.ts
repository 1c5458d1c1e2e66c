import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLayout, readSlots, type Slot } from "../../core/slot/disk.ts";
import { nameOfFormat } from "../../core/state/versioned.ts";
import { documentFile } from "../../core/update/document.ts";
import { required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { openUpdateDisk } from "../../system/update/disk.ts";
import type { UpdateMachine } from "../../system/update/ports.ts";
import type { Work } from "../command.ts";
import { advance } from "./advance.ts";
import { withAgent } from "./agent.ts";
import { holdingsOf } from "./machine.ts";
import type { writeSpec } from "./specs.ts";

/** `soma update write DISK [VERSION]`. */
export const write: Work<typeof writeSpec> = async (context, { flags, positionals }) => {
	const path = required(positionals["DISK"], "the disk");
	const scratch = mkdtempSync(join(tmpdir(), "soma-update-"));
	const paths = {
		...context.paths,
		update: flags.state ?? join(scratch, "state"),
		updateScratch: join(scratch, "run"),
		updateRoot: flags.trust ?? context.paths.updateRoot,
	};
	const disk = { path, machine: await machineOf(path, context.randomBytes) };
	try {
		return await withAgent(
			{ ...context, paths },
			{ from: flags.from ?? [], disk },
			async (ports) => {
				for (const { number } of documentFile.formats) {
					ports.files.remove(nameOfFormat(documentFile, number)); // each write is one of its own
				}
				const { phase, because } = await advance(ports, {
					version: positionals["VERSION"],
					...{ now: true, forced: true, check: true, restart: false },
				});
				context.print(because);
				return phase.kind === "restarting" || because.includes(" runs, ") ? 0 : 1;
			},
		);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
};

/** A machine that is off: what it would have booted is what it runs. */
async function machineOf(
	path: string,
	randomBytes: UpdateMachine["randomBytes"],
): Promise<UpdateMachine> {
	const slots = await readSlotsOf(path);
	const kept = slots.find(({ next }) => next) ?? slots.find(({ version }) => version);
	if (kept?.version === undefined || kept.rootHash === undefined) {
		throw new SomaError({
			code: "disk-without-system",
			message: `${path} has no system in either slot`,
			hint: "`soma install` writes a whole disk",
		});
	}
	const running = { slot: kept.name, version: kept.version, rootHash: kept.rootHash };
	return {
		facts: async () => ({
			running,
			slots: holdingsOf(await readSlotsOf(path)),
			bootId: "off",
			nowSeconds: Math.round(Date.now() / 1000),
			hasNetwork: false,
		}),
		restart: async () => {},
		clock: () => "synchronised",
		random: Math.random,
		randomBytes,
		explain: async () => ({ class: "unknown", because: "it never ran", evidence: [] }),
	};
}

async function readSlotsOf(path: string): Promise<readonly Slot[]> {
	const disk = openUpdateDisk(path);
	try {
		const { table } = await disk.readTable();
		checkLayout(table, path);
		return readSlots(table);
	} finally {
		disk.close();
	}
}
