import { join } from "node:path";
import type { ProvisionRecord, StateFacts } from "../../core/provision/record.ts";
import { flushFileSystem, removeDurably, writeDurably } from "../flush.ts";
import type { SystemPaths } from "../paths.ts";
import { mountAgain, unmountForeign } from "./mounts.ts";
import { clearState, readStateFacts, stateFiles } from "./state-tree.ts";

/** What first-boot configuration does to STATE. */
export interface StateStore {
	facts(): StateFacts;
	/** Notes, durably, that writing begins: what is written from now on counts only with a record. */
	begin(): void;
	/** Everything goes but the machine-id and the note that writing began. */
	clear(): Promise<void>;
	/** Everything that was written is on the disk, then the record, then nothing is under way. */
	finish(record: ProvisionRecord): void;
	/** Takes away what a power cut left behind a record. */
	settle(): void;
}

export function openStateStore(paths: SystemPaths): StateStore {
	const root = paths.sysroot;
	const at = (name: string): string => join(root, name);
	const own = [at("usr"), at("etc")];
	return {
		facts: () => readStateFacts(root),
		begin: () => writeDurably(at(stateFiles.marker), '{"format":1}\n'),
		clear: async () => {
			await unmountForeign(paths, root, own);
			await mountAgain(paths, at("etc"), () => {
				clearState(root);
				writeDurably(at(stateFiles.marker), '{"format":1}\n');
				removeDurably(at(stateFiles.reset));
			});
		},
		finish: (record) => {
			if (record.source === "none") {
				writeDurably(at(stateFiles.unconfigured), "");
			} else {
				removeDurably(at(stateFiles.unconfigured));
			}
			flushFileSystem(root);
			writeDurably(at(stateFiles.record), `${JSON.stringify(record)}\n`);
			removeDurably(at(stateFiles.marker));
		},
		settle: () => removeDurably(at(stateFiles.marker)),
	};
}
